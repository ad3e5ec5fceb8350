import type { CorsPolicy, Scope } from '../model/policy.ts';
import type { CallSite } from '../syntax/code.ts';
import { type Entry, property, type Value } from '../syntax/value.ts';
import { EXPRESS_OPTIONS, readExpress } from './express-cors.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { libraryOf } from './library.ts';
import { writeOptions } from './options-edits.ts';

/**
 * `onRequest({ cors }, …)` and `onCall({ cors }, …)` of firebase-functions 4 to 7, second generation: the value goes to
 * expressjs/cors as its `origin`, a list of one as a text. `onCall` repeats every origin unless it is told otherwise.
 */
export const firebaseFunctions: CodeFramework = {
  kind: 'code',
  id: 'firebase-functions',
  title: 'cors of Firebase functions',
  docs: 'https://firebase.google.com/docs/functions/http-events#configuring_cors',
  mentions: ['firebase-functions'],

  recognise(file, reading) {
    const calls = file.plainCalls().filter(it => isFunction(it.callee));
    return { policies: calls.flatMap(it => read(it, reading)) };
  },

  write: (policy, edit, source) =>
    edit.kind === 'replace' || edit.kind === 'drop' ? writeOptions(policy, edit, source, EXPRESS_OPTIONS) : undefined,
};

function isFunction(value: Value): boolean {
  if (value.kind === 'member') return /^on(Request|Call)$/.test(value.name) && isModule(value.object);
  return value.kind === 'external' && /^on(Request|Call)$/.test(value.name) && isModule(value);
}

function isModule(value: Value): boolean {
  return (
    value.kind === 'external' &&
    /^firebase-functions(\/v2)?(\/https)?$/.test(value.module) &&
    value.module !== 'firebase-functions'
  );
}

function read(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const [options] = call.args;
  const entry = options?.kind === 'record' ? property(options, 'cors') : undefined;
  const value = entry && asOrigin(entry.value);
  if (!entry || !value) return [];
  const origin: Entry = { ...entry, key: 'origin', value };
  const record: Value = { kind: 'record', container: 'object', entries: [origin], span: entry.span };
  const scope: Scope = call.name === 'onCall' ? { methods: ['POST'] } : {};
  const library = libraryOf(reading.project, call.span.path, 'firebase-functions', '7.4.0');
  const made = { span: entry.span, options: record, used: true, scope };
  return readExpress(made, reading, library, 'firebase-functions').map(({ behaviour: _, container: __, ...it }) => it);
}

/** A list of one is that text, an empty one nothing; `undefined` counts as `true`. */
function asOrigin(value: Value): Value | undefined {
  if (value.kind === 'literal' && value.value === undefined) return { ...value, value: true };
  if (value.kind === 'literal' && !value.value) return undefined;
  if (value.kind !== 'list' || value.rest || value.items.length > 1) return value;
  const [only] = value.items;
  return only?.kind === 'pattern' || only?.kind === 'choice' ? value : only;
}
