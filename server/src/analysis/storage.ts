import type { Link } from '../model/link.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { FileFacts } from './facts.ts';

/**
 * The bucket that an upload goes to whose address is signed at run time, and so stands nowhere: a `PUT` of which the page reads the
 * `ETag`, by which the parts of an upload are put together, where the workspace has one bucket that takes them.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export function bucketOf(
  request: CorsRequest,
  all: readonly FileFacts[],
): Pick<Link, 'server' | 'reasons' | 'answer'> | undefined {
  const { url, method, reads } = request;
  if (url.to !== 'unknown' || known(method) !== 'PUT' || !reads.headers.some(it => it.name === 'etag'))
    return undefined;
  const [policy, ...more] = all.flatMap(it => it.policies).filter(takesUploads);
  if (!policy || more.length > 0) return undefined;
  return {
    server: { kind: 'bucket', name: 'the bucket', at: policy.at, addresses: [], routes: [] },
    reasons: ['it reads the `ETag` of an upload, and the workspace has one bucket that takes uploads'],
    answer: { kind: 'policy', policy },
  };
}

function takesUploads({ details, methods, inTests }: CorsPolicy): boolean {
  const list = known(methods);
  return (
    details?.surface === 'bucket' &&
    !inTests &&
    (list?.kind === 'any' || (list?.kind === 'names' && list.names.some(it => it.text === 'PUT')))
  );
}
