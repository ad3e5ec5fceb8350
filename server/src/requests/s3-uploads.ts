import { lastName } from '../syntax/member.ts';
import { unknown } from '../syntax/value.ts';
import type { ReadRequest, RequestClient } from './client.ts';
import { isExport, lastOf, plain } from './made.ts';
import { urlsOf } from './url.ts';

/**
 * Uploads to a bucket in parts, each by a `PUT` whose `ETag` is read, to an address that is signed at run time: `Upload` of
 * @aws-sdk/lib-storage (3.1175.0, dist-es/Upload.js) and Uppy's `AwsS3` (@uppy/aws-s3 6.3.1, lib/s3-client/CompanionS3.js). Without
 * the `ETag` both end in an error.
 */
export const s3Uploads: RequestClient = {
  id: 's3-uploads',
  title: 'uploads to S3 in parts',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html',
  mentions: ['@aws-sdk/lib-storage', '@uppy/aws-s3'],
  names: /^(Upload|use)$/,

  read(call, reading): readonly ReadRequest[] {
    const { callee, construct, span } = call;
    const bySdk = construct && isExport(callee, /^@aws-sdk\/lib-storage$/, /^Upload$/);
    // The client of Uppy may be anything that has a `use`; nothing else is asked for its arguments.
    if (!bySdk && (construct || lastName(callee) !== 'use')) return [];
    const [plugin, options] = call.args;
    const multipart = lastOf([options], 'shouldUseMultipart');
    const off = multipart?.kind === 'literal' && !multipart.value;
    const byUppy =
      !construct &&
      plugin !== undefined &&
      isExport(plugin, /^@uppy\/aws-s3(-multipart)?$/, /^(default|AwsS3(Multipart)?)$/);
    if (!bySdk && (!byUppy || off)) return [];
    return urlsOf(unknown(span, 'it is signed at run time'), reading.lookup).map(it => ({
      ...plain(span),
      client: 's3-uploads',
      url: it.url,
      method: { kind: 'default', value: 'PUT', at: span },
      reads: { body: 'no', status: 'yes', headers: [{ name: 'etag', at: span }] },
      guards: it.guards,
    }));
  },
};
