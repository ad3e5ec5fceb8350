import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Target, Tracer } from '../model/tracing.ts';
import { test } from '../origins/matcher.ts';
import type { FileFacts } from './facts.ts';

/** The tracers of each package. */
export function tracersByHome(all: readonly FileFacts[]): ReadonlyMap<string | undefined, readonly Tracer[]> {
  const found = new Map<string | undefined, readonly Tracer[]>();
  for (const { home, tracers } of all) if (tracers) found.set(home, [...(found.get(home) ?? []), ...tracers]);
  return found;
}

/** Calls of these are not made by `fetch` and `XMLHttpRequest`, which is where tracers put headers. */
const UNTRACED = /^(eventsource|beacon|websocket)$/;

/** The request with the headers of the tracers whose targets its address certainly fits, one tracer at a time. */
export function tracedBy(
  request: CorsRequest,
  tracers: readonly Tracer[],
): readonly { readonly tracer: Tracer; readonly request: CorsRequest }[] {
  if (UNTRACED.test(request.client)) return [];
  const addresses = addressesOf(request);
  return tracers.flatMap(tracer => {
    if (!tracer.targets.some(it => addresses.every(address => fits(it, address)))) return [];
    const set = new Set(request.headers.map(it => it.name));
    const added = tracer.headers
      .filter(it => !set.has(it))
      .map(name => {
        return {
          name,
          value: { kind: 'dynamic', why: 'it is made at run time', at: tracer.at },
          at: tracer.at,
        } as const;
      });
    return added.length > 0 ? [{ tracer, request: { ...request, headers: [...request.headers, ...added] } }] : [];
  });
}

/** The URL with texts of two kinds for what is not known of it: what fits both fits whatever may stand there. */
function addressesOf({ url }: CorsRequest): readonly string[] {
  const [scheme, host, port] = [known(url.scheme), known(url.host), known(url.port)];
  const path = known(url.path)?.text ?? '/…';
  const usual = port === (scheme === 'https' ? 443 : 80);
  const whole = `${scheme}://${host}${usual ? '' : `:${port}`}${path}`;
  return [...new Set(['a', '1/2?b'].map(it => whole.replaceAll('…', it)))];
}

function fits(target: Target, address: string): boolean {
  switch (target.kind) {
    case 'any':
      return true;
    case 'contains':
      return address.includes(target.text);
    case 'begins':
      return address.startsWith(target.text);
    case 'is':
      return address === target.text;
    case 'origin':
      return URL.canParse(target.text) && new URL(target.text).origin === new URL(address).origin;
    case 'pattern':
      return test(target.source, target.flags.replace(/[gy]/g, ''), address) === true;
  }
}
