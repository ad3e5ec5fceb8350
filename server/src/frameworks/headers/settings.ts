import type { Oddity } from '../../model/oddity.ts';
import type { NameList, Setting, VaryMode } from '../../model/policy.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { isUndefined, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { shortened } from '../options/source-text.ts';
import { asNames, namesOf } from '../options/table.ts';
import { knownTest } from './conditions.ts';
import { ACAC, ACAO, ACMA, type HeaderResponse, lastLine, VARY } from './lines.ts';
import { decide, isFalse, valuePlace } from './places.ts';

/** `Access-Control-Allow-Credentials` of the responses that name an origin. Only the exact text `true` counts. */
export function readCredentials(
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
  if (line.optional)
    return { setting: { kind: 'dynamic', why: 'the options of the function decide', ...where }, oddities: [] };
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

/** A list of methods or header names, each with its own place; what the preflight asks for may be repeated. */
export function readNames(
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

/** Seconds, or the text as it is sent where that is no number. */
export function readMaxAge(responses: readonly HeaderResponse[], at: Span): Setting<number | string | undefined> {
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
export function readVary(responses: readonly HeaderResponse[], at: Span): Setting<VaryMode> {
  const said = responses.map(it => it.lines.filter(line => line.name === VARY));
  const line = said.flat().find(it => namesOrigin(it.value) !== false) ?? said.flat()[0];
  if (!line) return { kind: 'default', value: 'never', at };
  const where = { at: line.value.span, entry: line.entry };
  if (namesOrigin(line.value) === false) return { kind: 'written', value: 'never', ...where };
  if (said.flat().some(it => namesOrigin(it.value) === undefined))
    return { kind: 'dynamic', why: 'the value is not known', ...where };
  // An error of the server's own is kept by no cache (RFC 9111, 4.2.2: 500 has no lifetime by heuristics).
  const failed = (it: HeaderResponse) => it.fails === true || (it.status ?? 0) >= 500;
  const concerned = responses.filter(it => lastLine(it, ACAO) || (knownTest(it.when) && !failed(it)));
  const all = concerned.every(it => it.lines.some(own => own.name === VARY && namesOrigin(own.value)));
  return { kind: 'written', value: all ? 'always' : 'when-matched', ...where };
}

function namesOrigin(value: Value): boolean | undefined {
  if (value.kind === 'list') return value.items.some(it => namesOrigin(it));
  if (value.kind !== 'literal') return undefined;
  return /(^|[\s,])(origin|\*)([\s,]|$)/i.test(String(value.value));
}
