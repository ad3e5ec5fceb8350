import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { property, type RecordValue, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { readExpress } from '../libraries/express/cors.ts';
import { libraryOf } from '../options/version.ts';

/**
 * `jsonServer.defaults(…)` of json-server 0.17.4 (lib/server/defaults.js): unless `noCors` is set, expressjs/cors repeats every
 * origin, with credentials.
 */
export const jsonServer: CodeFramework = {
  kind: 'code',
  id: 'json-server',
  title: 'json-server',
  docs: 'https://github.com/typicode/json-server/tree/v0#jsonserverdefaultsoptions',
  mentions: ['json-server'],

  recognise(file, reading) {
    return {
      policies: file
        .plainCalls(/json-server/)
        .filter(it => isDefaults(it.callee))
        .flatMap(it => readDefaults(it, reading)),
    };
  },

  // What it allows is written in the package; only `noCors` could be, which ends CORS altogether.
  write: () => undefined,
};

function isDefaults(callee: Value): boolean {
  if (callee.kind === 'member') return callee.name === 'defaults' && isModule(callee.object);
  return callee.kind === 'external' && callee.module === 'json-server' && /(^|\.)defaults$/.test(callee.name);
}

function isModule(value: Value): boolean {
  return value.kind === 'external' && value.module === 'json-server';
}

function readDefaults(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const [options] = call.args;
  const off = options?.kind === 'record' ? property(options, 'noCors')?.value : undefined;
  if (off && (off.kind !== 'literal' || off.value)) return [];
  const { span } = call;
  const entry = (key: string) => ({ key, value: { kind: 'literal', value: true, span } as const, keySpan: span, span });
  const record: RecordValue = {
    kind: 'record',
    container: 'object',
    entries: [entry('origin'), entry('credentials')],
    span,
  };
  const library = libraryOf(reading.project, span.path, 'json-server', '0.17.4');
  const made = { span, options: record, used: call.used && !call.alone };
  return readExpress(made, reading, library, 'json-server').map(({ container: _, ...it }) => ({
    ...it,
    ...(it.behaviour
      ? { behaviour: { ...it.behaviour, source: `json-server ${library.version}: lib/server/defaults.js` } }
      : {}),
  }));
}
