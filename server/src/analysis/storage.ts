import type { Link } from '../model/link.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { FileFacts } from './facts.ts';

/**
 * The bucket that an upload goes to whose address is signed at run time, and so stands nowhere: a `PUT` of which the page reads the
 * `ETag`, by which the parts of an upload are put together, or to a URL that the page asks to be signed. It is the one bucket of the
 * workspace that takes uploads, or the only one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html
 */
export function bucketOf(
  request: CorsRequest,
  all: readonly FileFacts[],
): Pick<Link, 'server' | 'reasons' | 'answer'> | undefined {
  const { url, method, reads } = request;
  if (url.to !== 'unknown' || known(method) !== 'PUT') return undefined;
  const inParts = reads.headers.some(it => it.name === 'etag');
  if (!inParts && !isSigned(request, all)) return undefined;
  const buckets = all.flatMap(it => it.policies).filter(it => it.details?.surface === 'bucket' && !it.inTests);
  const taking = buckets.filter(takesUploads);
  const [policy, ...more] = taking.length > 0 ? taking : buckets;
  if (!policy || more.length > 0) return undefined;
  const what = inParts ? 'it reads the `ETag` of an upload' : 'it sends to an address that is signed for it';
  return {
    server: { kind: 'bucket', name: 'the bucket', at: policy.at, addresses: [], routes: [] },
    reasons: [`${what}, and the workspace has one bucket${taking.length > 0 ? ' that takes uploads' : ''}`],
    answer: { kind: 'policy', policy },
  };
}

/** What people call the addresses that a server signs for uploads. */
const SIGNED = /pre-?_?sign|signed-?_?url|sign-?_?(url|upload|s3)|upload-?_?url|s3-?_?(url|sign)/i;

/** Whether the code calls the address a signed one, or asks beside for one. */
function isSigned({ url, at }: CorsRequest, all: readonly FileFacts[]): boolean {
  if (SIGNED.test(url.named ?? '')) return true;
  const own = all.find(it => it.path === at.path)?.requests ?? [];
  return own.some(it => SIGNED.test(it.url.text));
}

function takesUploads({ methods }: CorsPolicy): boolean {
  const list = known(methods);
  return list?.kind === 'any' || (list?.kind === 'names' && list.names.some(it => it.text === 'PUT'));
}
