import type { CorsPolicy } from '../model/policy.ts';
import { type Broken, broken, chainOf, opened } from './chain.ts';
import type { Report, Server } from './rule.ts';
import { breakage, exposure } from './severity.ts';

/** A proxy or gateway that says otherwise than the server behind it, to whoever that server is there for. */
export function* proxied(front: CorsPolicy, apps: Server['behind']): Iterable<Report> {
  const chain = chainOf(front, apps);
  const { upstream } = front;
  if (!chain || !upstream) return;
  const said = chain.writers.at(-1);
  const places = (message: string) => [
    ...(said ? [{ at: said.byHand ? said.origins.at : said.at, message }] : []),
    { at: upstream.at, message: 'Requests are handed on here.' },
  ];
  const open = opened(front, chain);
  if (open) {
    yield {
      at: front.origins.at,
      message: 'Any site can read these responses: this header goes over the one of the server behind.',
      severity: exposure(front),
      related: places('The server behind lets some sites in, and not all.'),
      witness: open,
    };
    return;
  }
  const found = broken(front, chain);
  if (!found || isTwice(found)) return;
  const { request, on, message } = found;
  const cookies = request.credentials ? ' with cookies' : '';
  const what = request.method === 'POST' ? '`POST` of JSON' : `\`${request.method}\``;
  yield {
    at: on === 'preflight' ? (front.preflight.at ?? front.origins.at) : front.origins.at,
    message:
      on === 'preflight'
        ? `Browsers block ${what}${cookies} from \`${request.origin}\`: the preflight is answered here.`
        : `Browsers block requests${cookies} from \`${request.origin}\`: this header goes over the one behind.`,
    severity: breakage(front, 'warning'),
    related: places('The server behind allows it.'),
    witness: {
      kind: 'request',
      origin: request.origin,
      method: request.method,
      headers: request.headers.map(it => it.name),
      credentials: request.credentials,
      message,
    },
  };
}

/** That a header comes twice is told as such. */
function isTwice({ failure }: Broken): boolean {
  return failure.kind === 'several-origins' || (failure.kind === 'credentials' && failure.value.includes(','));
}
