import type { Oddity, OriginEffect } from '../model/oddity.ts';
import type { CorsPolicy, Guard, NameList, Preflight, Scope, Setting, VaryMode } from '../model/policy.ts';
import { branchesOf } from '../syntax/choice.ts';
import { isUndefined, type Test, type Value } from '../syntax/value.ts';
import { hull, type Span } from '../text/span.ts';
import { acceptorOf } from './acceptor.ts';
import { decide as decided } from './alternatives.ts';
import type { Reading } from './framework.ts';
import {
  ACAC,
  ACAH,
  ACAM,
  ACAO,
  ACEH,
  ACMA,
  type HeaderLine,
  type HeaderResponse,
  lastLine,
  samePlace,
  VARY,
} from './header-lines.ts';
import { originsOf } from './header-origins.ts';
import { knownTest, type Sent, sentBy } from './header-sent.ts';
import { expressionLength } from './header-source.ts';
import { asNames, namesOf } from './options.ts';
import { shortened } from './source-text.ts';

/** The responses that make up one policy, and what is known around them. */
export interface HeaderPolicy {
  readonly framework: string;
  readonly at: Span;
  readonly responses: readonly HeaderResponse[];
  /** The responses to `OPTIONS` alone, which carry what only preflights need. */
  readonly preflights?: readonly HeaderResponse[];
  readonly preflight: Preflight;
  readonly scope: Scope;
  readonly guards: readonly Guard[];
  readonly assumed: ReadonlyMap<string, boolean>;
  readonly used?: boolean;
  /** What a value that is not set becomes on this surface. */
  readonly unset: OriginEffect;
  readonly container?: Span;
  readonly notation: string;
  readonly details?: CorsPolicy['details'];
  readonly oddities?: readonly Oddity[];
  readonly reading: Reading;
}

/** One policy of header lines. */
export function headerPolicy(input: HeaderPolicy): CorsPolicy {
  const { reading, assumed } = input;
  const text = (span: Span) => textAt(span, reading);
  const accept = (test: Test) => acceptorOf(decide(test, assumed), reading.lookup);
  const holds = (it: { readonly when: Test }) => !isFalse(decide(it.when, assumed));
  const responses = input.responses.filter(holds);
  const preflights = (input.preflights ?? []).filter(holds);
  const allowing = responses.filter(it => lastLine(it, ACAO));
  const first = allowing.map(it => lastLine(it, ACAO)).find(it => it !== undefined);
  const at = first ? valuePlace(first, text) : input.at;
  const lines = distinctLines([...responses, ...preflights].flatMap(it => it.lines));
  const credentials = readCredentials(allowing, input.at, text, assumed);
  const sends = responses.flatMap(it =>
    sentOf(it, allowing, { lookup: reading.lookup, accept, unset: input.unset }, text),
  );
  const { origins, oddities } = originsOf(
    distinctSent(sends),
    credentials.setting.kind === 'written' || credentials.setting.kind === 'default'
      ? credentials.setting.value
      : undefined,
    { at, ...(first ? { entry: first.entry } : {}) },
  );
  const near = first
    ? lines.filter(
        it =>
          it.entry.path === first.entry.path &&
          (first.inRecord ? it.inRecord && samePlace(it.inRecord, first.inRecord) : !it.inRecord),
      )
    : [];
  const names = (name: string, all: readonly HeaderResponse[]) =>
    readNames(name, [...preflights, ...all], input.at, text);
  return {
    framework: input.framework,
    at: input.at,
    whole: first ? hull(first.entry, ...near.map(it => it.entry)) : input.at,
    origins,
    credentials: credentials.setting,
    methods: names(ACAM, responses),
    allowedHeaders: names(ACAH, responses),
    exposedHeaders: names(ACEH, responses),
    maxAge: readMaxAge([...preflights, ...responses], input.at),
    vary: readVary(responses, input.at),
    preflight: input.preflight,
    scope: input.scope,
    guards: input.guards,
    used: input.used ?? true,
    oddities: [
      ...oddities,
      ...credentials.oddities,
      ...duplicates(responses),
      ...stateful(allowing),
      ...(input.oddities ?? []),
    ],
    ...(input.container ? { container: input.container } : {}),
    notation: input.notation,
    ...withPlaces(input.details, [...responses, ...preflights]),
  };
}

const PLACES = {
  origins: ACAO,
  credentials: ACAC,
  methods: ACAM,
  allowedHeaders: ACAH,
  exposedHeaders: ACEH,
  maxAge: ACMA,
  vary: VARY,
} as const;

/** Fields that are written in more than one place, for fixes that have to change them all. */
function withPlaces(details: CorsPolicy['details'], responses: readonly HeaderResponse[]): Pick<CorsPolicy, 'details'> {
  const all = distinctLines(responses.flatMap(it => it.lines));
  const places = Object.entries(PLACES).flatMap(([field, name]) => {
    const [first, ...more] = all.filter(it => it.name === name).map(it => it.entry);
    const near = more.filter(it => it.path === first?.path).map(it => `${it.start}-${it.end}`);
    return first && near.length > 0 ? [[`places.${field}`, [`${first.start}-${first.end}`, ...near].join(' ')]] : [];
  });
  const found = { ...details, ...Object.fromEntries(places) };
  return Object.keys(found).length > 0 ? { details: found } : {};
}

/** A condition in the environment that is looked at. */
function decide(test: Test, assumed: ReadonlyMap<string, boolean>): Test {
  return assumed.size === 0 ? test : decided(test, assumed);
}

function isFalse(test: Test): boolean {
  return test.kind === 'constant' && !test.value;
}

/** The source between two places of any file that was read. */
export function textAt(span: Span, reading: Reading): string {
  return (reading.project.code(span.path)?.text ?? reading.project.json(span.path)?.text ?? '').slice(
    span.start,
    span.end,
  );
}

/** Where to point at for a header's value: at the literal wherever it stands, else at the expression where it is written. */
export function valuePlace(line: HeaderLine, text: (span: Span) => string): Span {
  const { value, nameSpan, entry } = line;
  if (
    value.kind === 'literal' ||
    (value.span.path === entry.path && value.span.start >= nameSpan.end && value.span.end <= entry.end)
  )
    return value.span;
  if (nameSpan.path !== entry.path || nameSpan.end > entry.end) return entry;
  const rest = text({ ...entry, start: nameSpan.end });
  const lead = /^['"`]?\s*\]?\s*(,|:|=)\s*/.exec(rest)?.[0];
  if (lead === undefined) return nameSpan;
  const start = nameSpan.end + lead.length;
  return { path: entry.path, start, end: start + expressionLength(rest.slice(lead.length)) };
}

function distinctLines(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  return lines.filter(
    (it, i) =>
      lines.findIndex(other => samePlace(other.nameSpan, it.nameSpan) && samePlace(other.entry, it.entry)) === i,
  );
}

function distinctSent(all: readonly Sent[]): readonly Sent[] {
  const seen = new Set<string>();
  return all.filter(it => {
    const key = JSON.stringify([it.kind, it.when, it.accepts, it.at]);
    return !seen.has(key) && seen.add(key);
  });
}

/** What one response sends. A line that later ones never replace counts from where it stands, whatever happens after it. */
function sentOf(
  response: HeaderResponse,
  allowing: readonly HeaderResponse[],
  input: Parameters<typeof sentBy>[3],
  text: (span: Span) => string,
): readonly Sent[] {
  const line = lastLine(response, ACAO);
  if (!line) return knownTest(response.when) ? sentBy(undefined, response.when, response.at, input) : [];
  const replaced = allowing.some(
    it =>
      it.lines.some(other => samePlace(other.nameSpan, line.nameSpan)) &&
      lastLine(it, ACAO)?.nameSpan !== line.nameSpan &&
      !samePlace(lastLine(it, ACAO)?.nameSpan ?? line.nameSpan, line.nameSpan),
  );
  return sentBy(line.value, replaced ? response.when : line.when, valuePlace(line, text), input);
}

function readCredentials(
  responses: readonly HeaderResponse[],
  at: Span,
  text: (span: Span) => string,
  assumed: ReadonlyMap<string, boolean>,
): { readonly setting: Setting<boolean>; readonly oddities: readonly Oddity[] } {
  const lines = responses.map(it =>
    it.lines.findLast(line => line.name === ACAC && !isFalse(decide(line.when, assumed))),
  );
  const line = lines.find(it => it !== undefined);
  if (!line) return { setting: { kind: 'default', value: false, at }, oddities: [] };
  const where = { at: valuePlace(line, text), entry: line.entry };
  const values = branchesOf(line.value)
    .filter(it => !isFalse(decide(it.when, assumed)))
    .map(it => it.value);
  const [value] = values;
  if (!value || values.length > 1)
    return { setting: { kind: 'dynamic', why: 'it depends on a condition', ...where }, oddities: [] };
  if (value.kind === 'literal') {
    const plain = String(value.value);
    if (plain === 'true') return { setting: { kind: 'written', value: true, ...where }, oddities: [] };
    const off = isUndefined(value) || value.value === null || plain === '' || plain === 'false';
    const oddity: Oddity = {
      kind: 'credentials-not-true',
      given: shortened(text(value.span)),
      at: value.span,
      entry: line.entry,
    };
    return {
      setting: { kind: 'written', value: false, ...where },
      oddities: off && plain !== 'false' ? [] : off ? [] : [oddity],
    };
  }
  return { setting: { kind: 'dynamic', why: 'it depends on something that is not known', ...where }, oddities: [] };
}

function readNames(
  name: string,
  responses: readonly HeaderResponse[],
  at: Span,
  text: (span: Span) => string,
): Setting<NameList> {
  const line = responses.map(it => lastLine(it, name)).find(it => it !== undefined);
  if (!line) return { kind: 'default', value: { kind: 'names', names: [] }, at };
  const where = { at: valuePlace(line, text), entry: line.entry };
  const values = branchesOf(line.value).map(it => it.value);
  if (
    values.some(it => it.kind === 'request' && it.part === 'header' && it.name?.startsWith('access-control-request-'))
  )
    return { kind: 'written', value: { kind: 'reflect' }, ...where };
  const [value] = values;
  const list = value && values.length === 1 ? namesOf(value, text) : undefined;
  return list
    ? { kind: 'written', value: asNames(list), ...where }
    : { kind: 'dynamic', why: 'the list is not known', ...where };
}

function readMaxAge(responses: readonly HeaderResponse[], at: Span): Setting<number | string | undefined> {
  const line = responses.map(it => lastLine(it, ACMA)).find(it => it !== undefined);
  if (!line) return { kind: 'default', value: undefined, at };
  const { value } = line;
  const where = { at: value.span, entry: line.entry };
  if (value.kind !== 'literal' || (typeof value.value !== 'string' && typeof value.value !== 'number'))
    return { kind: 'dynamic', why: 'the time is not known', ...where };
  const text = String(value.value);
  return { kind: 'written', value: /^\d+$/.test(text) ? Number(text) : text, ...where };
}

/** Whether each response that answers a page says that it depends on the origin. */
function readVary(responses: readonly HeaderResponse[], at: Span): Setting<VaryMode> {
  const said = responses.map(it => it.lines.filter(line => line.name === VARY));
  const line = said.flat().find(it => namesOrigin(it.value) !== false) ?? said.flat()[0];
  if (!line) return { kind: 'default', value: 'never', at };
  const where = { at: line.value.span, entry: line.entry };
  if (namesOrigin(line.value) === false) return { kind: 'written', value: 'never', ...where };
  if (said.flat().some(it => namesOrigin(it.value) === undefined))
    return { kind: 'dynamic', why: 'the value is not known', ...where };
  const concerned = responses.filter(it => lastLine(it, ACAO) || knownTest(it.when));
  const all = concerned.every(it => it.lines.some(own => own.name === VARY && namesOrigin(own.value)));
  return { kind: 'written', value: all ? 'always' : 'when-matched', ...where };
}

function namesOrigin(value: Value): boolean | undefined {
  if (value.kind === 'list') return value.items.some(it => namesOrigin(it));
  if (value.kind !== 'literal') return undefined;
  return /(^|[\s,])(origin|\*)([\s,]|$)/i.test(String(value.value));
}

/** A header that is appended to what is set already, or that an object holds in two spellings. */
function duplicates(responses: readonly HeaderResponse[]): readonly Oddity[] {
  for (const { lines } of responses) {
    for (const name of [ACAO, ACAC]) {
      const own = lines.filter(it => it.name === name);
      const second = own.findIndex((it, i) => i > 0 && (it.appended || inOneObject(it, own[i - 1])));
      const [line, first] = [own[second], own[second - 1]];
      if (line && first) return [{ kind: 'duplicate-header', header: name, at: line.entry, first: first.entry }];
    }
  }
  return [];
}

/** Two properties of one literal: neither replaces the other, since their names differ in case. */
function inOneObject(line: HeaderLine, before: HeaderLine | undefined): boolean {
  return (
    before !== undefined &&
    line.inRecord !== undefined &&
    before.inRecord !== undefined &&
    samePlace(line.inRecord, before.inRecord)
  );
}

function stateful(responses: readonly HeaderResponse[]): readonly Oddity[] {
  const found = new Map<number, Oddity>();
  const visit = (test: Test) => {
    if (test.kind === 'and' || test.kind === 'or') test.of.forEach(visit);
    else if (test.kind === 'not') visit(test.of);
    else if (test.kind === 'matches' && test.pattern.shared && /[gy]/.test(test.pattern.flags)) {
      const { source, flags, span } = test.pattern;
      found.set(span.start, { kind: 'stateful-pattern', source, flags, at: span });
    }
  };
  for (const it of responses) visit(it.when);
  return [...found.values()];
}
