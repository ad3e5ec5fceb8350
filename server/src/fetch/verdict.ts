import { corsCheck } from './check.ts';
import { ENGINES, type Engine, type Failure } from './failure.ts';
import type { Response } from './headers.ts';
import { messageOf } from './messages.ts';
import { needsPreflight, type PageRequest, preflightCheck } from './preflight.ts';

/** What a server answered to one request of a page; `preflight` is absent where none was sent. */
export interface Exchange {
  readonly preflight?: Response;
  readonly response: Response;
}

/** What one engine makes of it. */
export type Judgement =
  | { readonly verdict: 'allowed' }
  | {
      readonly verdict: 'blocked';
      readonly failure: Failure;
      readonly on: 'preflight' | 'response';
      readonly message: string;
    };

/** Whether an engine lets the page read the response. */
export function judge(request: PageRequest, { preflight, response }: Exchange, engine: Engine): Judgement {
  const { origin, credentials } = request;
  const asked = preflight && needsPreflight(request, engine) ? preflightCheck(request, preflight, engine) : undefined;
  if (asked && preflight) return blocked(asked, 'preflight', preflight.status, origin, engine);
  const read = corsCheck(response.headers, origin, credentials, engine);
  return read ? blocked(read, 'response', response.status, origin, engine) : { verdict: 'allowed' };
}

function blocked(
  failure: Failure,
  on: 'preflight' | 'response',
  status: number,
  origin: string,
  engine: Engine,
): Judgement {
  return { verdict: 'blocked', failure, on, message: messageOf({ failure, on, origin, status }, engine) };
}

/** What the standard and each browser make of it. */
export function judgeAll(request: PageRequest, exchange: Exchange): Readonly<Record<Engine, Judgement>> {
  const [spec, chromium, firefox, webkit] = ENGINES.map(it => judge(request, exchange, it));
  const allowed: Judgement = { verdict: 'allowed' };
  return {
    spec: spec ?? allowed,
    chromium: chromium ?? allowed,
    firefox: firefox ?? allowed,
    webkit: webkit ?? allowed,
  };
}
