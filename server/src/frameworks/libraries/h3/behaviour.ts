import { type Answered, type Behaviour, everywhere, onActual, onPreflight } from '../../../model/behaviour.ts';
import type { Library } from '../../../model/policy.ts';
import { type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';
import { isAtLeast } from '../../options/version.ts';

/** What the code around a call decides of the status of responses. */
export interface Idiom {
  /** What `handleCors` answers is not returned. */
  readonly dropped: boolean;
  /** What is called behind it takes every method, as far as the file shows. */
  readonly everyMethod: boolean;
  /** It stands in a route for one method, so that no `OPTIONS` request gets there. */
  readonly oneMethod?: boolean;
  /** The defaults of the library take part. */
  readonly defaults: boolean;
}

const EVERY = ['preflight', 'options', 'actual'] as const;

/** How h3 turns options into headers (1.15.11: dist/index.mjs; 2.0.8: dist/cors.mjs). */
export function h3Behaviour(
  record: RecordValue | undefined,
  table: OptionTable,
  library: Library,
  idiom: Idiom,
): Behaviour {
  const second = isAtLeast(library, '2.0.0');
  const [methods, allowed, exposed] = (['methods', 'allowedHeaders', 'exposedHeaders'] as const).map(field =>
    kindOf(entryOf(record, table, field)?.value),
  );
  const given = (it: Kind | undefined) => it !== 'nothing' && (it !== 'absent' || idiom.defaults);
  const wild = second && isOn(record, table) && (exposed === 'star' || exposed === 'absent');
  const common: Behaviour = {
    source: second ? `h3 ${library.version}: dist/cors.mjs` : `h3 ${library.version}: dist/index.mjs`,
    preflight: {
      when: 'origin-and-request-method',
      status: 204,
      ...(idiom.everyMethod ? { unanswered: 200 } : {}),
      ...(second && idiom.dropped ? { continues: true } : {}),
    },
    allowOrigin: { starWithCredentials: 'sent', denied: 'refused', withoutOrigin: second ? 'absent' : 'any' },
    credentials: everywhere(),
    methods: given(methods) && methods !== 'empty' ? onPreflight() : {},
    allowedHeaders: onPreflight(),
    exposedHeaders: !given(exposed) || wild ? {} : second ? onActual() : everywhere(),
    maxAge: second ? onPreflight() : {},
    vary: {
      origin: everywhere(second ? ['matched', 'refused', 'absent'] : ['fixed', 'matched']),
      requestHeaders: second ? 'always' : 'sent',
      requestMethod: second && (methods === 'absent' || methods === 'star') && isOn(record, table),
    },
    lists: { joiner: ',', empty: 'sent', texts: listTexts(record, table, ',') },
    zeroMaxAgeOmitted: true,
    ...(idiom.oneMethod ? { untold: { on: ['preflight', 'options'], why: ROUTED } } : {}),
    kept: { notFound: true, error: true },
  };
  const fails = failures(methods, allowed, exposed);
  if (!second && !record) return failing(common, EVERY, 'the options are read without being there');
  return fails.length === 0 ? common : second ? failing(common, fails, JOINED) : halfWritten(common, exposed, methods);
}

/** The same for `appendCorsHeaders`, which answers nothing itself and reads options that are not there. */
export function appended(behaviour: Behaviour, record: RecordValue | undefined): Behaviour {
  const { preflight, fails, ...others } = behaviour;
  const { status, unanswered } = preflight;
  const headersOnly: Behaviour = {
    ...others,
    ...(fails?.on.includes('actual') ? { fails } : {}),
    preflight: { when: 'never', status, ...(unanswered === undefined ? {} : { unanswered }) },
  };
  return record ? headersOnly : failing(headersOnly, EVERY, 'the options are read without being there');
}

const JOINED = 'a list that is a text has no `join`';

const ROUTED = 'the route is for another method: what answers `OPTIONS` there is not known';

type Kind = 'absent' | 'nothing' | 'star' | 'empty' | 'list' | 'text';

function kindOf(value: Value | undefined): Kind {
  if (!value) return 'absent';
  if (value.kind === 'list') return value.items.length === 0 && !value.rest ? 'empty' : 'list';
  if (value.kind === 'literal' && !value.value) return 'nothing';
  const text = textOf(value);
  return text === '*' ? 'star' : text === undefined ? 'list' : 'text';
}

function isOn(record: RecordValue | undefined, table: OptionTable): boolean {
  const value = entryOf(record, table, 'credentials')?.value;
  return value?.kind === 'literal' && Boolean(value.value);
}

/** What ends in an error, since only lists have a `join`. */
function failures(...[methods, allowed, exposed]: readonly (Kind | undefined)[]): readonly Answered[] {
  const preflight: readonly Answered[] = methods === 'text' || allowed === 'text' ? ['preflight'] : [];
  return exposed === 'text' ? [...preflight, 'options', 'actual'] : preflight;
}

function failing(behaviour: Behaviour, on: readonly Answered[], why: string): Behaviour {
  return { ...behaviour, fails: { on, status: 500, why } };
}

/** h3 1 writes header by header, and what is written when it fails stays. */
function halfWritten(behaviour: Behaviour, exposed: Kind | undefined, methods: Kind | undefined): Behaviour {
  const early = exposed === 'text';
  return {
    ...behaviour,
    allowedHeaders: {},
    ...(early || methods === 'text' ? { methods: {} } : {}),
    ...(early ? { exposedHeaders: {} } : {}),
    fails: { on: early ? EVERY : ['preflight'], status: 500, why: JOINED, kept: true },
  };
}
