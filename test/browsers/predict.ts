import type { Asked, Ending, ScriptRequest } from '../../server/src/fetch/course.ts';
import { course } from '../../server/src/fetch/course.ts';
import type { Engine } from '../../server/src/fetch/failure.ts';
import type { HeaderValues, Response } from '../../server/src/fetch/headers.ts';
import { messageOf } from '../../server/src/fetch/messages.ts';
import { addressOf, type Case, type Told } from './case.ts';
import type { Sites } from './stage.ts';

/** What `fetch/` says of a case. */
export interface Predicted {
  readonly asked: readonly Asked[];
  readonly ending: Ending;
  /** What the console says, where CORS is the reason. */
  readonly message?: string;
}

export function scriptRequestOf(it: Case, sites: Sites): ScriptRequest {
  const headers = it.headers.map(([name, value]) => ({ name, value }));
  const typed = headers.some(own => own.name.toLowerCase() === 'content-type');
  const type = it.body?.type;
  if (type !== undefined && !typed) headers.push({ name: 'content-type', value: type });
  const beacon = it.by === 'beacon';
  return {
    origin: it.from === 'sandbox' ? 'null' : sites.page,
    url: addressOf(it, 0),
    method: it.method,
    headers,
    credentials: it.credentials,
    // https://w3c.github.io/beacon/#sec-processing-model: `cors` as soon as the body's type needs asking.
    mode: beacon && type !== 'application/json' ? 'no-cors' : it.mode,
    redirect: it.redirect,
    ...(it.listens ? { listens: it.body ? 'with-body' : 'without-body' } : {}),
  };
}

export function predict(it: Case, sites: Sites, engine: Engine): Predicted {
  const asked: Asked[] = [];
  const way = course(scriptRequestOf(it, sites), engine);
  let step = way.next();
  while (!step.done) {
    asked.push(step.value);
    const hop = Number(step.value.url.split('/').at(-1));
    const told = it.hops[hop];
    if (!told) throw new Error(`no such hop: ${step.value.url}`);
    step = way.next(responseOf(step.value.kind === 'preflight' ? told.preflight : told.actual));
  }
  const ending = step.value;
  if (ending.kind !== 'blocked') return { asked, ending };
  const { response, ...refusal } = ending;
  return { asked, ending, message: messageOf({ ...refusal, status: response.status }, engine) };
}

export function responseOf({ status, lines }: Told): Response {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of lines) headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
  return { status, headers: headers satisfies HeaderValues };
}
