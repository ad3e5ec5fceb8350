import type { Behaviour } from '../../model/behaviour.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy, Library } from '../../model/policy.ts';
import { TRUE } from '../../syntax/test.ts';
import { type Entry, property, type RecordValue, type Value } from '../../syntax/value.ts';
import { isConfigOf } from '../dev-servers/dev-server.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { withRuleBehaviour } from '../headers/behaviour.ts';
import { writeHeaders } from '../headers/edits.ts';
import { inEnvironments, testsOf } from '../headers/environments.ts';
import { ACAH, ACAM, ACAO, ACMA, type HeaderLine } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { linesOf } from '../headers/rules.ts';
import { H3_OPTIONS, H3_SECOND } from '../libraries/h3/options.ts';
import { defaultExports } from '../options/default-export.ts';
import { writeOptions } from '../options/edits.ts';
import { readLibrary } from '../options/library-options.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';

/**
 * `routeRules` of Nitro 2 and 3.0.0 and of Nuxt: `cors` counts as true or not and then stands for four fixed headers,
 * `headers` go over them (nitropack 2.13.6, dist/core/index.mjs: `normalizeRouteRules`). They are written before the route
 * is looked for, and answer no preflight.
 */
export const nitro: CodeFramework = {
  kind: 'code',
  id: 'nitro',
  platform: true,
  title: 'routeRules of Nitro and Nuxt',
  docs: 'https://nitro.build/guide/routing#route-rules',
  mentions: ['routerules'],
  files: path => isConfigOf(['nuxt', 'nitro'], path),

  recognise(file, reading) {
    const rules = defaultExports(file).flatMap(it => (it.kind === 'record' ? rulesIn(it) : []));
    return { policies: rules.flatMap(it => policiesOf(it, rules, reading)) };
  },

  write: (policy, edit, source) => {
    if (policy.notation === 'options') return writeOptions(policy, edit, source, H3_OPTIONS);
    return policy.notation === 'rows' ? writeHeaders(policy, edit, source) : undefined;
  },
};

/** The rules of `routeRules`, of `nitro.routeRules` too. */
function rulesIn(config: RecordValue): readonly Entry[] {
  const nested = property(config, 'nitro')?.value;
  const all = [config, ...(nested?.kind === 'record' ? [nested] : [])].map(it => property(it, 'routeRules')?.value);
  return all.flatMap(it => (it?.kind === 'record' ? it.entries : []));
}

/** The library that reads the rules: Nitro 3 by its own name, Nitro 2 behind Nuxt and by itself. */
function nitroOf(reading: Reading, path: string): Library {
  const { project } = reading;
  return project.packages.dependency(path, 'nitro')
    ? libraryOf(project, path, 'nitro', '3.0.0')
    : libraryOf(project, path, 'nitropack', '2.13.6');
}

function policiesOf(rule: Entry, all: readonly Entry[], reading: Reading): readonly CorsPolicy[] {
  const { key, value } = rule;
  if (value.kind !== 'record') return [];
  const cors = property(value, 'cors');
  const library = nitroOf(reading, rule.span.path);
  const scope = { path: key };
  if (cors?.value.kind === 'record' && isAtLeast(library, '3.0.1')) {
    const { behaviour: _, ...handled } = H3_SECOND;
    return readLibrary(handled, { span: cors.span, options: cors.value, used: true, scope }, reading).map(it => ({
      ...it,
      framework: 'nitro',
      library,
    }));
  }
  const headers = property(value, 'headers');
  const on = cors && isOn(cors.value) ? cors : undefined;
  const lines = [...(on ? fixedLines(on) : []), ...(headers ? linesOf(headers.value) : [])];
  const first = lines.findLast(it => it.name === ACAO);
  if (!first) return [];
  const given = on?.value.kind === 'record' ? (property(on.value, 'origin') ?? on.value.entries[0]) : undefined;
  const own = first.entry !== on?.span;
  return inEnvironments(testsOf(lines), ({ assumed, guards }) => {
    const policy = headerPolicy({
      framework: 'nitro',
      at: own ? first.entry : (on?.span ?? first.entry),
      responses: [{ when: TRUE, lines, at: first.entry }],
      preflight: { by: 'unknown' },
      scope,
      guards,
      assumed,
      unset: 'crashes',
      ...(headers ? { container: headers.value.span } : {}),
      notation: own && !on ? 'rows' : 'rules',
      oddities: given && !own ? [ignored(given)] : [],
      reading,
    });
    const said = { ...policy, library, origins: { ...policy.origins, from: given ? 'default' : policy.origins.from } };
    if (!alone(rule, all)) return said;
    const told = withRuleBehaviour(said, last(lines), `${library.name} ${library.version}: normalizeRouteRules`);
    return told.behaviour ? { ...told, behaviour: byFile(told.behaviour) } : told;
  });
}

/** The name of a route's file says whether it takes `OPTIONS`; nothing else answers a preflight. */
function byFile(behaviour: Behaviour): Behaviour {
  const unansweredWhy =
    'nothing answers a preflight but the route: 405 where its file is for another method, 200 otherwise';
  return { ...behaviour, preflight: { ...behaviour.preflight, unansweredWhy } };
}

/** The headers that `cors` stands for. */
function fixedLines({ span, keySpan, value }: Entry): readonly HeaderLine[] {
  const line = (name: string, text: string): HeaderLine => ({
    name,
    value: { kind: 'literal', value: text, span: value.span },
    nameSpan: keySpan,
    entry: span,
    when: TRUE,
    appended: false,
  });
  return [line(ACAO, '*'), line(ACAM, '*'), line(ACAH, '*'), line(ACMA, '0')];
}

/** Options within `cors` are not read. */
function ignored({ key, keySpan, span }: Entry): Oddity {
  return {
    kind: 'unknown-option',
    name: key,
    ...(key === 'origin' ? { field: 'origins' } : {}),
    at: keySpan,
    entry: span,
  };
}

/** The lines that count in the end: each header's last. */
function last(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  return lines.filter((it, index) => !lines.slice(index + 1).some(other => other.name === it.name));
}

/** Whether no other rule with headers of CORS may hold on the same paths. */
function alone(rule: Entry, all: readonly Entry[]): boolean {
  const base = ({ key }: Entry) => key.replace(/\*.*$/, '');
  return all.every(it => {
    if (it === rule || it.value.kind !== 'record') return true;
    const headers = property(it.value, 'headers')?.value;
    const concerned =
      property(it.value, 'cors') !== undefined || (headers !== undefined && linesOf(headers).length > 0);
    return !concerned || !(base(it).startsWith(base(rule)) || base(rule).startsWith(base(it)));
  });
}

function isOn(value: Value): boolean {
  return value.kind === 'literal' ? Boolean(value.value) : value.kind === 'record' || value.kind === 'list';
}
