import type { CorsPolicy, Library } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { rootOf } from '../../syntax/member.ts';
import { type Entry, property, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { writeOptions } from '../options/edits.ts';
import { hostedBy } from '../options/nested.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';
import { EXPRESS_OPTIONS, readExpress } from './express/cors.ts';

/**
 * `onRequest({ cors }, …)` and `onCall({ cors }, …)` of firebase-functions 4 to 7: the value goes to expressjs/cors as its
 * `origin`, a list of one as a text. `onCall` repeats every origin unless it is told otherwise.
 */
export const firebaseFunctions: CodeFramework = {
  kind: 'code',
  id: 'firebase-functions',
  title: 'cors of Firebase functions',
  docs: 'https://firebase.google.com/docs/functions/http-events#configuring_cors',
  mentions: ['firebase-functions'],

  recognise(file, reading) {
    const calls = file.calls(it => it === 'onRequest' || it === 'onCall').filter(it => isModule(it.callee));
    return { policies: calls.flatMap(it => read(it, reading)) };
  },

  write: (policy, edit, source) =>
    edit.kind === 'replace' || edit.kind === 'drop' ? writeOptions(policy, edit, source, EXPRESS_OPTIONS) : undefined,
};

/** `onCall`, `https.onCall`, `functions.region(…).https.onCall` of the package, whose root is the first generation up to 5. */
function isModule(value: Value): boolean {
  const root = value.kind === 'member' ? rootOf(value) : value;
  if (root?.kind === 'call') return isModule(root.callee);
  return root?.kind === 'external' && /^firebase-functions(\/v[12])?(\/https)?$/.test(root.module);
}

/** The first generation's `onCall` takes no options. */
function isSecondGeneration({ args }: CallSite): boolean {
  return args.length > 1;
}

function read(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const library = libraryOf(reading.project, call.span.path, 'firebase-functions', '7.4.0');
  const [options] = call.args;
  const given = isSecondGeneration(call) && options?.kind === 'record' ? options : undefined;
  const entry = given && property(given, 'cors');
  const callable = call.name === 'onCall';
  if (!entry && (!callable || given?.rest || (isSecondGeneration(call) && !given))) return [];
  const value: Value = entry ? asOrigin(entry.value, library) : { kind: 'literal', value: true, span: call.nameSpan };
  const span = entry?.span ?? call.nameSpan;
  const origin: Entry = { key: 'origin', value, keySpan: entry?.keySpan ?? span, span };
  const methods: Entry = { key: 'methods', value: { kind: 'literal', value: 'POST', span }, keySpan: span, span };
  const entries = callable ? [origin, methods] : [origin];
  const record: Value = { kind: 'record', container: 'object', entries, span };
  return readExpress({ span, options: record, used: true }, reading, library, 'firebase-functions').map(it =>
    finished(it, callable, entry !== undefined && !(callable && isTrue(value))),
  );
}

/** What holds for a callable function anyway. */
function isTrue(value: Value): boolean {
  return value.kind === 'literal' && value.value === true;
}

/** Off, the function itself gets every request; a callable one takes nothing but `POST`. */
function finished({ container: _, ...policy }: CorsPolicy, callable: boolean, written: boolean): CorsPolicy {
  const { behaviour } = hostedBy(policy, callable ? { unanswered: 400 } : { unanswered: 200 });
  const { methods, origins, library } = policy;
  return {
    ...policy,
    origins: written ? origins : { ...origins, from: 'default' },
    methods: callable && methods.kind === 'written' ? { ...methods, kind: 'default' } : methods,
    ...(behaviour
      ? {
          behaviour: {
            ...behaviour,
            source: `firebase-functions ${library?.version}: lib/common/providers/https.js`,
            ...(callable ? { serves: { methods: ['POST'], otherwise: 400 } } : {}),
          },
        }
      : {}),
  };
}

/**
 * What becomes of the value: a list of one is that text. From 7.3 on an empty list is nothing, and `undefined` counts as
 * `true`; before, both went to expressjs/cors as they are.
 */
function asOrigin(value: Value, library: Library): Value {
  if (isAtLeast(library, '7.3.0')) {
    if (value.kind === 'literal' && value.value === undefined) return { ...value, value: true };
    if (value.kind === 'list' && !value.rest && value.items.length === 0)
      return { kind: 'literal', value: false, span: value.span };
  }
  if (value.kind !== 'list' || value.rest || value.items.length !== 1) return value;
  const [only] = value.items;
  return !only || only.kind === 'pattern' || only.kind === 'choice' ? value : only;
}
