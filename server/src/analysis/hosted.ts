import type { Link } from '../model/link.ts';
import { meets, type PathPattern, routePath } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { FileFacts } from './facts.ts';

interface Hosting {
  /** For people. */
  readonly name: string;
  /** The hosts that AWS gives out for it. */
  readonly host: RegExp;
  /** The first segment of the path is none that the configuration speaks of. */
  readonly staged?: true;
  /** What readers call such policies. */
  readonly kinds: RegExp;
}

/**
 * What AWS answers by a configuration of the workspace, under hosts whose names stand nowhere in it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
const HOSTINGS: readonly Hosting[] = [
  {
    name: 'API Gateway',
    host: /\.execute-api\.[a-z\d-]+\.amazonaws\.com(?:\.cn)?$/,
    staged: true,
    kinds:
      /^(?:HTTP_API|SAM_HTTP|SAM_REST|SERVERLESS_HTTP|SERVERLESS_REST|API|defaultCorsPreflightOptions|corsPreflight)$/,
  },
  {
    name: 'the URL of the function',
    host: /\.lambda-url\.[a-z\d-]+\.on\.aws$/,
    kinds: /^(?:FUNCTION_URL|SERVERLESS_URL|cors)$/,
  },
  {
    name: 'the bucket',
    host: /(?:^|\.)s3(?:[.-][a-z\d-]+)*\.amazonaws\.com(?:\.cn)?$/,
    kinds: /^(?:BUCKET|bucket)$/,
  },
];

/** The one policy of the workspace that can be meant by such a host. */
export function hostedBy(
  request: CorsRequest,
  all: readonly FileFacts[],
): Pick<Link, 'server' | 'reasons' | 'answer'> | undefined {
  const host = known(request.url.host);
  const hosting = host === undefined ? undefined : HOSTINGS.find(it => it.host.test(host));
  if (!hosting) return undefined;
  const own = all
    .flatMap(it => it.policies)
    .filter(it => !it.inTests && [it.details?.service, it.details?.kind].some(kind => hosting.kinds.test(`${kind}`)));
  const path = known(request.url.path)?.pattern;
  const fitting = own.filter(it => !path || isFor(it, hosting.staged ? behindStage(path) : path));
  const [policy, ...more] = fitting;
  if (!policy || more.length > 0 || policy.guards.length > 0) return undefined;
  return {
    server: { kind: 'aws', name: hosting.name, at: policy.at, addresses: [], routes: [] },
    reasons: [`\`${host}\` is a host of AWS, and the workspace says for one such place who may read it`],
    answer: { kind: 'policy', policy },
  };
}

function isFor({ scope }: CorsPolicy, path: PathPattern): boolean {
  return scope.path === undefined || meets(routePath(`/${scope.path.replace(/^\/+/, '')}`, 'any'), path) !== 'no';
}

function behindStage(path: PathPattern): PathPattern {
  return path.flatMap(it => [it, { ...it, segments: it.segments.slice(1) }]);
}
