import {
  type AcaoMode,
  type CorsPolicy,
  type Guard,
  isForPreflights,
  known,
  type NameList,
  type Preflight,
  type Setting,
} from '../model/policy.ts';
import { leavesOrigin } from '../model/writers.ts';
import { atCostOf, type Effort, newEffort } from '../rules/remembered.ts';
import { isAnsweredWithStar, isOpenToStrangers, readersInBrief, several, whoReads } from './readers.ts';

/** What a policy means, in plain English: one sentence each for who, how, what and under which condition. */
export function describe(policy: CorsPolicy): readonly string[] {
  return describer()(policy);
}

/** Describes many policies; what there is to decide about those of one file costs no more than judging that file. */
export function describer(): (policy: CorsPolicy) => readonly string[] {
  return atCostOfFiles(sentences);
}

/** A policy in a few words, for where there is room for one line alone. */
export interface Brief {
  /** `Readable by 3 sites, with cookies`, in plain text. */
  readonly text: string;
  /** Whether strangers may read: every website, or whoever sets up one that fits. */
  readonly open: boolean;
}

/** Says many policies in brief, at the same cost. */
export function briefer(): (policy: CorsPolicy) => Brief {
  return atCostOfFiles(brief);
}

function atCostOfFiles<T>(say: (policy: CorsPolicy) => T): (policy: CorsPolicy) => T {
  const efforts = new Map<string, Effort>();
  return policy => {
    const { path } = policy.at;
    const effort = efforts.get(path) ?? newEffort();
    efforts.set(path, effort);
    return atCostOf(effort, () => say(policy));
  };
}

function brief(policy: CorsPolicy): Brief {
  const open = isOpenToStrangers(policy);
  if (leavesOrigin(policy)) return { text: 'Counts beside an Access-Control-Allow-Origin alone', open };
  if (isForPreflights(policy)) return { text: 'Answers preflights', open };
  const who = readersInBrief(policy);
  if (who === undefined) return { text: 'Who may read is not known', open };
  const cookies = known(policy.credentials) === true && !isAnsweredWithStar(policy) ? ', with cookies' : '';
  const none = known(policy.credentials) === false || isAnsweredWithStar(policy) ? ', without cookies' : '';
  const where = whereIn(policy).map(it => `, where ${it}`);
  return {
    text: `Readable by ${who}${/^no /.test(who) ? '' : cookies || none}${where.join('').replaceAll('`', '')}`,
    open,
  };
}

function sentences(policy: CorsPolicy): readonly string[] {
  const closed = policy.origins.mode === 'none';
  return [
    ...whoReads(policy),
    ...(isForPreflights(policy) ? ['By the answers to preflights alone nobody reads a response.'] : []),
    ...(closed ? [] : [...detail(policy), ...preflight(policy)]),
    ...conditions(policy),
    ...source(policy),
  ];
}

function detail(policy: CorsPolicy): readonly string[] {
  const { methods, allowedHeaders } = policy;
  return [
    told(methods, 'Which methods they may use', it => {
      if (it.kind === 'any') return `They may use any method${star(policy)}.`;
      if (it.kind === 'reflect') return 'They may use any method that they ask for.';
      const names = it.names.map(name => name.text).filter(Boolean);
      return names.length === 0 ? 'They may use GET, HEAD and POST.' : `They may use ${several(names, '')}.`;
    }),
    told(allowedHeaders, 'Which request headers they may set', it => {
      if (it.kind === 'any') return `They may set any request header${star(policy)}.`;
      if (it.kind === 'reflect') return 'They may set any request header that they ask for.';
      return it.names.length === 0
        ? 'They may set no request headers but the simple ones.'
        : `They may set the request ${headers(it)}.`;
    }),
    ...(isForPreflights(policy) ? [] : [exposed(policy)]),
  ];
}

function exposed(policy: CorsPolicy): string {
  return told(policy.exposedHeaders, 'Which response headers scripts can read', it => {
    if (it.kind === 'any') return `Scripts can read every response header${star(policy)}.`;
    if (it.kind === 'reflect') return 'Scripts can read the response headers that the request names.';
    return it.names.length === 0
      ? 'Scripts can read no response headers but the basic ones, such as `Content-Type`.'
      : `Scripts can also read the response ${headers(it)}.`;
  });
}

function told(setting: Setting<NameList>, what: string, say: (list: NameList) => string): string {
  if (setting.kind === 'dynamic') return `${what} is not known: ${setting.why}.`;
  if (setting.kind === 'conflicting') return `${what} is written in two ways.`;
  return say(setting.value);
}

function headers(list: Extract<NameList, { kind: 'names' }>): string {
  const names = list.names.map(it => it.text).filter(Boolean);
  return `${names.length === 1 ? 'header' : 'headers'} ${several(names)}`;
}

/** With credentials a `*` in these lists is a name like any other (Fetch standard, "CORS-preflight fetch"). */
function star({ credentials }: CorsPolicy): string {
  return known(credentials) === true ? ' (without cookies; with them browsers take `*` for a name)' : '';
}

function preflight({ preflight: { by, status }, maxAge, scope }: CorsPolicy): readonly string[] {
  // A library that stands at other methods alone is not asked.
  if (by === 'library' && scope.methods?.includes('OPTIONS') === false)
    return ['Preflights do not reach it: it stands at other methods than `OPTIONS`.'];
  const answers = ANSWERS[by];
  const code = status === undefined ? '' : ` with status ${status}`;
  if (answers === undefined) return [];
  if (by === 'none') return [answers];
  return [`${answers}${code}; ${remembered(maxAge)}.`];
}

const ANSWERS: Readonly<Record<Preflight['by'], string | undefined>> = {
  library: 'The library answers the preflight',
  manual: 'The code answers the preflight',
  platform: 'The platform answers the preflight',
  same: 'The function answers the preflight like every other request',
  none: 'Nothing answers the preflight, so only simple requests get through.',
  unknown: undefined,
};

/** Chromium, Firefox and WebKit cap the time at 7200, 86400 and 600 seconds; without a number it is 5 (Fetch standard). */
function remembered(maxAge: CorsPolicy['maxAge']): string {
  if (maxAge.kind === 'dynamic') return 'how long browsers remember it is not known';
  const value = known(maxAge);
  if (value === undefined) return 'browsers remember it for 5 seconds';
  const seconds = typeof value === 'number' ? value : /^\s*\d+\s*$/.test(value) ? Number(value) : Number.NaN;
  if (!(seconds >= 0) || !Number.isInteger(seconds)) return `browsers cannot use \`${value}\` as a number of seconds`;
  if (seconds === 0) return 'browsers do not remember it';
  const caps = [seconds > 7200 ? 'Chromium for 2 hours' : '', seconds > 600 ? 'Safari for 10 minutes' : ''];
  const most = caps.filter(Boolean).join(' and ');
  return `browsers remember it for ${duration(seconds)}${most ? `, ${most} at most` : ''}`;
}

function duration(seconds: number): string {
  for (const [unit, length] of [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ] as const) {
    if (seconds % length === 0) return `${seconds / length} ${unit}${seconds === length ? '' : 's'}`;
  }
  return `${seconds} second${seconds === 1 ? '' : 's'}`;
}

const MATCHING: ReadonlySet<AcaoMode> = new Set<AcaoMode>(['echo-match', 'echo-any', 'fallback']);

function conditions(policy: CorsPolicy): readonly string[] {
  const { origins, vary, scope, used } = policy;
  const where = whereIn(policy);
  const methods = scope.methods?.length ? `${several(scope.methods, '')} requests` : '';
  const scoped = [methods, scope.path === undefined ? '' : `the path \`${scope.path}\``].filter(Boolean).join(' to ');
  return [
    ...(MATCHING.has(origins.mode) && known(vary) === 'never' && !isForPreflights(policy)
      ? ['Caches are not told that the answer depends on the origin: `Vary: Origin` is missing.']
      : []),
    ...(scoped ? [`It holds for ${scoped}.`] : []),
    ...(where.length > 0 ? [`It holds only where ${where.join(' and ')}.`] : []),
    ...(used ? [] : ['Nothing is seen to use it.']),
  ];
}

/** The environments in which it holds, where it does not in every one, each in words that go after "where". */
export function whereIn({ guards }: CorsPolicy): readonly string[] {
  return guards.map(says).filter(Boolean);
}

function says(guard: Guard): string {
  switch (guard.kind) {
    case 'mode':
      return guard.mode.startsWith('not-') ? `the mode is not ${guard.mode.slice(4)}` : `the mode is ${guard.mode}`;
    case 'variable':
      if (guard.state === 'set' || guard.state === 'unset')
        return `\`${guard.name}\` is ${guard.state === 'set' ? '' : 'not '}set`;
      return `\`${guard.name}\` is \`${guard.state}\``;
    case 'condition':
      return guard.text;
  }
}

function source({ library }: CorsPolicy): readonly string[] {
  if (!library) return [];
  const { name, version, assumed } = library;
  return [`Read as \`${name}\` ${version} does it${assumed ? ' (which version is used is not certain)' : ''}.`];
}
