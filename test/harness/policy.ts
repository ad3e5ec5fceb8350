import { ALL, oneOf } from '../../server/src/model/acceptor.ts';
import type { App, Step } from '../../server/src/model/app.ts';
import type { CorsPolicy, Listed, NameList, Setting } from '../../server/src/model/policy.ts';
import type { Server } from '../../server/src/rules/rule.ts';
import type { Span } from '../../server/src/text/span.ts';

/** A place in `server.ts` that stands for nothing in particular; tests tell places apart by their start. */
export function at(start: number, end = start + 1, path = 'server.ts'): Span {
  return { path, start, end };
}

export function written<T>(value: T, start: number): Setting<T> {
  return { kind: 'written', value, at: at(start) };
}

const NO_NAMES: NameList = { kind: 'names', names: [] };

/** A policy of `cors` for Express, open to everybody without credentials, with changes. */
export function policy(changes: Partial<CorsPolicy> = {}): CorsPolicy {
  const place = changes.at ?? at(0, 100);
  const byDefault = <T>(value: T): Setting<T> => ({ kind: 'default', value, at: place });
  return {
    framework: 'express-cors',
    library: { name: 'cors', version: '2.8.6', assumed: false },
    at: place,
    whole: place,
    origins: { mode: 'any', acceptor: ALL, listed: [], at: at(10), from: 'written' },
    credentials: byDefault(false),
    methods: byDefault({ kind: 'names', names: names('GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE') }),
    allowedHeaders: byDefault({ kind: 'reflect' }),
    exposedHeaders: byDefault(NO_NAMES),
    maxAge: byDefault(undefined),
    vary: byDefault('always'),
    preflight: { by: 'library', status: 204 },
    scope: {},
    guards: [],
    used: true,
    oddities: [],
    notation: 'options',
    ...changes,
  };
}

/** Origins that are compared with a list. */
export function listing(...texts: readonly string[]): CorsPolicy['origins'] {
  const listed = texts.map((text, i): Listed => ({ text, at: at(20 + i) }));
  return { mode: 'echo-match', acceptor: oneOf(listed), listed, at: at(10), from: 'written' };
}

export function names(...texts: readonly string[]): readonly Listed[] {
  return texts.map((text, i) => ({ text, at: at(40 + i) }));
}

/** A server of which nothing but the policy's own files is known. */
export const ALONE: Server = {
  outside: [],
  around: [],
  mountsCors: false,
  socketsAtHome: false,
  behind: [],
  named: [],
};

export function app(steps: readonly Step[], changes: Partial<App> = {}): App {
  return {
    framework: 'express-cors',
    library: { name: 'express', version: '5.3.0', assumed: false },
    name: 'app',
    global: true,
    at: at(0),
    steps,
    ordered: true,
    ...changes,
  };
}
