import type { NewValue, PolicyEdit } from '../../../model/edit.ts';
import type { CorsPolicy, Library } from '../../../model/policy.ts';
import { isUndefined, property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import type { TextEdit } from '../../../text/edit.ts';
import { contains } from '../../../text/span.ts';
import type { CodeFramework } from '../../framework.ts';
import { type Read, writeOptions } from '../../options/edits.ts';
import { calledLibrary, exportedBy } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { reflectingByTruth } from '../../options/wildcard.ts';
import { answers, comparedOrigin, middyBehaviour } from './behaviour.ts';

const SWITCH = 'disableBeforePreflightResponse';

const MIDDY_OPTIONS: OptionTable = {
  names: {
    origins: 'origins',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'headers',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  aliases: { origin: 'origins' },
  others: ['disableBeforePreflightResponse', 'getOrigin', 'cacheControl', 'vary', 'requestHeaders', 'requestMethods'],
  listsAsText: true,
  credentials: 'sent',
  credentialsDefault: false,
  methods: 'none',
  allowedHeaders: 'none',
  today: {
    origins: 'no other website may read the responses',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD and POST are allowed',
    allowedHeaders: 'no further request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** @middy/http-cors 5 to 7 (index.js): nothing is sent unless it is given; `*` with credentials repeats every origin. */
const called = calledLibrary(
  {
    id: 'middy-cors',
    package: '@middy/http-cors',
    newest: '6.4.5',
    table: MIDDY_OPTIONS,
    semantics: {
      unset: 'off',
      yes: 'crashes',
      no: 'off',
      nothing: 'off',
      empty: 'off',
      text: 'fixed',
      starInList: 'any',
      list: 'texts-and-patterns',
      pattern: 'crashes',
      other: 'crashes',
      functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: false },
    },
    prepare: asRead,
    finish: policy => {
      const { origins } = policy;
      if (origins.mode !== 'any') return policy;
      const reflected = reflectingByTruth({ ...policy, origins: { ...origins, listed: [] } });
      return reflected.origins.mode === 'any' ? policy : reflected;
    },
    preflight: record => (answers(record) ? { by: 'library', status: 204 } : { by: 'unknown' }),
    vary: ({ mode, acceptor }) =>
      mode === 'echo-match' && acceptor.kind === 'equals' ? 'never' : mode.startsWith('echo') ? 'always' : 'never',
    behaviour: (record, origins, library) => middyBehaviour(record, origins, MIDDY_OPTIONS, library),
  },
  {
    title: '@middy/http-cors',
    docs: 'https://middy.js.org/docs/middlewares/http-cors',
    mentions: ['middy/http-cors'],
  },
  exportedBy('@middy/http-cors', 'default'),
);

export const middy: CodeFramework = { ...called, write };

/** `origin` is one text and `origins` a list of texts; methods and headers are one text each. */
function write(policy: CorsPolicy, edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  if (!('value' in edit)) return writeOptions(policy, edit, read, MIDDY_OPTIONS);
  const { entry } = policy.origins;
  const about = edit.kind === 'set' ? edit.field === 'origins' : entry !== undefined && contains(entry, edit.at);
  const alone = entry !== undefined && read(entry.path)?.pair(entry, /^origin$/) !== undefined;
  const value = about ? forOrigins(edit.value, alone, edit.kind === 'set') : joined(edit.value);
  return value && writeOptions(policy, { ...edit, value }, read, MIDDY_OPTIONS);
}

function forOrigins(value: NewValue, alone: boolean, whole: boolean): NewValue | undefined {
  if (value.kind === 'texts' && alone)
    return value.texts.length === 1 ? { kind: 'text', text: value.texts[0] ?? '' } : undefined;
  if (value.kind === 'text') return alone || !whole ? value : { kind: 'texts', texts: [value.text] };
  return value.kind === 'texts' ? value : undefined;
}

function joined(value: NewValue): NewValue {
  return value.kind === 'texts' ? { kind: 'text', text: value.texts.join(', ') } : value;
}

/** What the library makes of both options; a function of one's own decides everything. */
function asRead(record: RecordValue, library: Library): RecordValue {
  const own = property(record, 'getOrigin');
  const kept = record.entries.filter(it => it.key === SWITCH || !isUndefined(it.value));
  const list = property(record, 'origins');
  const origin = property(record, 'origin');
  const others = kept.filter(it => it.key !== 'origin' && it.key !== 'origins');
  const read = list && !isEmpty(list.value) ? [{ ...list, value: listed(list.value, origin?.value, library) }] : [];
  const alone = origin && !isUndefined(origin.value) ? [{ ...origin, value: oneText(origin.value) }] : [];
  const entries = [...others, ...read, ...alone];
  return own
    ? { ...record, entries, rest: { kind: 'unknown', why: 'a function of its own', onOrigin: true, span: own.span } }
    : { ...record, entries };
}

function isEmpty(value: Value): boolean {
  return (value.kind === 'list' && value.items.length === 0 && !value.rest) || textOf(value) === '';
}

/** A list, beside the one origin; a text is taken for the list of its characters, of which only `*` can mean anything. */
function listed(value: Value, origin: Value | undefined, library: Library): Value {
  if (value.kind === 'choice')
    return { ...value, branches: value.branches.map(it => ({ ...it, value: listed(it.value, origin, library) })) };
  const text = textOf(value);
  if (text !== undefined) {
    const items = [...text].map(
      (it): Value => ({ kind: 'literal', value: it === '*' ? it : undefined, span: value.span }),
    );
    return { kind: 'list', container: 'array', items, span: value.span };
  }
  if (value.kind !== 'list') return value;
  if (value.items.some(it => it.kind === 'pattern')) return { kind: 'literal', value: true, span: value.span };
  const one = origin && textOf(origin) ? [origin] : [];
  return { ...value, items: [...one, ...value.items].map(it => comparedOrigin(it, library)) };
}

/** What stands as the one origin goes into the header as it is; what comes of a list there, the gateway decides. */
function oneText(value: Value): Value {
  return value.kind === 'list'
    ? { kind: 'unknown', why: 'a list where one text is expected', onOrigin: false, span: value.span }
    : value;
}
