import type { CorsPolicy } from '../../../model/policy.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { contains } from '../../../text/span.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { writeOptions } from '../../options/edits.ts';
import { type LibraryOptions, readLibrary } from '../../options/library-options.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { appended, h3Behaviour, type Idiom } from './behaviour.ts';
import { H3_FIRST, H3_OPTIONS, H3_ORIGINS, H3_SECOND, H3_SECOND_ORIGINS, repeating } from './options.ts';

/** `handleCors(event, options)` of h3, and the functions it is made of; Nuxt and Nitro import them by themselves. */
export const h3: CodeFramework = {
  kind: 'code',
  id: 'h3',
  title: 'handleCors of h3',
  docs: 'https://h3.dev/utils/security#cors',
  mentions: ['handlecors', 'appendcorsheaders'],
  dialect: { table: H3_OPTIONS, semantics: H3_ORIGINS },

  recognise(file, reading) {
    const calls = file.calls(it => it === 'handleCors' || it === 'appendCorsHeaders').filter(isOfH3);
    const alone = methodAlone(file, reading);
    return { policies: calls.flatMap(it => read(it, file, reading)).map(it => (alone ? { ...it, ...alone } : it)) };
  },

  write: (policy, edit, source) => writeOptions(policy, edit, source, H3_OPTIONS),
};

/**
 * A file of Nitro or Nuxt whose name says that it answers one method: preflights get 405 before it is asked (nitropack 2.13.6, run),
 * unless a middleware before the routes, a rule for them or another file answers them.
 */
function methodAlone(
  { path, text }: CodeFile,
  { project }: Reading,
): Pick<CorsPolicy, 'preflight' | 'scope' | 'readsJson'> | undefined {
  const [, name = '', above = '', method] = ONE_METHOD.exec(path) ?? [];
  if (method === undefined || !['nuxt', 'nitropack', 'nitro'].some(it => project.packages.dependency(path, it)))
    return undefined;
  const home = project.packages.home(path) ?? above;
  const around = (project.host.list?.(`${above}/middleware`) ?? []).map(it => `${above}/middleware/${it}`);
  const rules = ['nuxt', 'nitro'].flatMap(it => ['ts', 'js', 'mjs'].map(ending => `${home}/${it}.config.${ending}`));
  const speaks = [...around, ...rules].some(it => /cors|access-control/i.test(project.host.read(it) ?? ''));
  const beside = ['ts', 'js'].some(
    it => project.host.exists(`${name}.options.${it}`) || project.host.exists(`${name}.${it}`),
  );
  const body = /\breadBody\b/.exec(text);
  if (speaks || beside) return undefined;
  return {
    preflight: { by: 'none' },
    scope: { methods: [method.toUpperCase()] },
    ...(body ? { readsJson: { path, start: body.index, end: body.index + body[0].length } } : {}),
  };
}

const ONE_METHOD = /^((.*?)\/(?:api|routes)\/.+)\.(post|put|patch|delete|get)\.[cm]?[jt]s$/;

function isOfH3({ callee }: CallSite): boolean {
  return callee.kind === 'external' && /^(h3|nitropack|nitro|#imports|)(\/|$)/.test(callee.module);
}

function read(call: CallSite, file: CodeFile, reading: Reading): readonly CorsPolicy[] {
  const newest = isSecond(call, file) ? '2.0.8' : H3_FIRST.newest;
  const library = libraryOf(reading.project, call.span.path, 'h3', newest);
  const second = isAtLeast(library, '2.0.0');
  const made = { span: call.span, options: call.args[1], used: true };
  const idiom = idiomOf(call, second, file);
  if (call.name === 'appendCorsHeaders')
    return readLibrary({ ...appending(second, idiom, file), newest }, made, reading);
  const behaviour: LibraryOptions['behaviour'] = record => h3Behaviour(record, H3_OPTIONS, library, idiom);
  const preflight = idiom.oneMethod ? { preflight: () => ({ by: 'unknown' }) as const } : {};
  if (second) return readLibrary({ ...H3_SECOND, newest, ...preflight, behaviour }, made, reading);
  // Without any options, `handleCors` of h3 1 reads a property of nothing.
  const semantics: OriginSemantics = made.options ? H3_ORIGINS : { ...H3_ORIGINS, unset: 'error-500' };
  return readLibrary({ ...H3_FIRST, ...preflight, semantics, behaviour }, made, reading);
}

/** What only h3 2 has tells the version where nothing else does: its class `H3`, `serve`, and that it comes by way of Nitro 3. */
function isSecond({ callee }: CallSite, file: CodeFile): boolean {
  if (callee.kind === 'external' && /^nitro\/h3$/.test(callee.module)) return true;
  return file
    .calls(it => it === 'H3' || it === 'serve')
    .some(it => it.callee.kind === 'external' && it.callee.module === 'h3');
}

/** `appendCorsHeaders` fills no defaults in, and leaves preflights to whoever calls it. */
function appending(second: boolean, idiom: Idiom, file: CodeFile): LibraryOptions {
  const alone = file.calls(it => it === 'appendCorsPreflightHeaders').length === 0;
  return {
    ...H3_FIRST,
    ...(second ? { semantics: H3_SECOND_ORIGINS, finish: repeating, vary: H3_SECOND.vary } : {}),
    preflight: () => ({ by: alone ? 'none' : 'manual' }),
    ...(alone
      ? { behaviour: (record, _, library) => appended(h3Behaviour(record, H3_OPTIONS, library, idiom), record) }
      : {}),
  };
}

/** What the code around the call does with its answer, as far as the status of responses rests on it. */
function idiomOf({ name, span, statement, alone }: CallSite, second: boolean, file: CodeFile): Idiom {
  const after = file.text.slice(span.end, statement.end);
  const before = file.text.slice(statement.start, span.start);
  const dropped =
    alone || (/^(if\s*\(\s*|await\s+)+$/.test(before) && /^\s*\)\s*(\{\s*)?return\s*(;|\}|$)/.test(after));
  const byMethod = file
    .calls(it => /^(get|post|put|patch|delete|head)$/i.test(it))
    .filter(it => it.args.length > 1 && it.args[0]?.kind === 'literal');
  return {
    dropped,
    defaults: second && name === 'handleCors',
    oneMethod: byMethod.some(it => contains(it.span, span)),
    everyMethod:
      byMethod.length === 0 && !/(^|\/)middleware\/|\.(get|post|put|patch|delete|head)\.[cm]?[jt]s$/.test(file.path),
  };
}
