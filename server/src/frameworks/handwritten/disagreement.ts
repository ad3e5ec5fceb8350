import type { Oddity } from '../../model/oddity.ts';
import type { Bare } from '../../model/policy.ts';
import { onOrigin } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';
import { knownTest } from '../headers/conditions.ts';
import { ACAC, ACAO, lastLine, samePlace } from '../headers/lines.ts';
import { methodIn } from './method.ts';
import { besides, type Reply } from './responses.ts';

/** The responses of a function that certainly lack the header, where others of it, not only preflights, have it. */
export function bareIn(replies: readonly Reply[]): readonly Bare[] {
  const allowing = replies.filter(it => lastLine(it, ACAO) && methodIn(it.when) !== 'options');
  if (allowing.length === 0 || allowing.some(it => it.open || it.bare || it.surface)) return [];
  const bare = replies.filter(
    it =>
      !lastLine(it, ACAO) &&
      !it.open &&
      !it.bare &&
      !it.elsewhere &&
      !besides(it, allowing) &&
      (it.status ?? it.errorStatus ?? 0) >= 400 &&
      methodIn(it.when) !== 'options' &&
      !concernsOrigin(it.when),
  );
  const found = bare.map(({ at, status, errorStatus }): Bare => ({ at, status: status ?? errorStatus ?? 0 }));
  return found.filter((it, i) => found.findIndex(other => samePlace(other.at, it.at)) === i);
}

/** Where the answer to the preflight and the response itself cannot both pass the browser's check. */
export function disagreementsIn(replies: readonly Reply[], beside: readonly Reply[] = []): readonly Oddity[] {
  const allowing = replies.filter(it => lastLine(it, ACAO));
  const preflights = beside.length > 0 ? allowing : allowing.filter(it => methodIn(it.when) === 'options');
  const responses = beside.length > 0 ? [] : allowing.filter(it => methodIn(it.when) !== 'options');
  const [preflight, response] = [preflights[0], responses[0]];
  if (preflight && !response) return silentAfter(preflight, beside.length > 0 ? beside : replies);
  if (!preflight || !response) return [];
  const before = { origin: same(preflights, ACAO), credentials: same(preflights, ACAC) };
  const after = { origin: same(responses, ACAO), credentials: same(responses, ACAC) };
  const at = { at: preflight.at, other: response.at };
  const swapped = { at: response.at, other: preflight.at };
  if (before.origin && after.origin && before.origin !== '*' && after.origin !== '*' && before.origin !== after.origin)
    return [{ kind: 'preflight-disagrees', on: 'origin', side: 'response', given: after.origin, ...swapped }];
  if (after.credentials === 'true' && before.origin === '*' && after.origin !== '*')
    return [{ kind: 'preflight-disagrees', on: 'wildcard', side: 'preflight', given: '*', ...at }];
  if (after.credentials === 'true' && before.credentials === '' && !preflights.some(it => it.open))
    return [{ kind: 'preflight-disagrees', on: 'credentials', side: 'preflight', given: '', ...at }];
  if (before.credentials === 'true' && after.credentials === '' && !responses.some(it => it.open))
    return [{ kind: 'preflight-disagrees', on: 'credentials', side: 'response', given: '', ...swapped }];
  return [];
}

/** A preflight that lets pages in, and after it a response that certainly does not. */
function silentAfter(preflight: Reply, replies: readonly Reply[]): readonly Oddity[] {
  const silent = silentIn(replies);
  if (!silent) return [];
  return [
    {
      kind: 'preflight-disagrees',
      on: 'missing',
      side: 'response',
      given: '',
      at: silent.at,
      other: lastLine(preflight, ACAO)?.entry ?? preflight.at,
    },
  ];
}

/** A response that certainly lacks the header, where no other one of the function, but for preflights, has it. */
export function silentIn(replies: readonly Reply[]): Reply | undefined {
  const others = replies.filter(it => methodIn(it.when) !== 'options');
  return others.some(it => lastLine(it, ACAO)) ? undefined : others.find(isSilent);
}

/** Whether a reply is a good answer of its own, and all its headers are seen. */
function isSilent(it: Reply): boolean {
  const complete = it.made ? !it.open && it.status !== undefined : it.end === 'answered';
  const seen = it.gap === undefined && !it.bare && !it.surface && !it.elsewhere && !it.darkStatus;
  const good = it.status === undefined || (it.status >= 200 && it.status < 300);
  const own = it.end !== 'passed' && it.end !== 'thrown';
  return complete && seen && good && own && !concernsOrigin(it.when);
}

/** The one text that all these send under a name, empty where none sends it; undefined where that is not certain. */
function same(replies: readonly Reply[], name: string): string | undefined {
  const texts = replies.map(it => textIn(lastLine(it, name)?.value));
  return texts.every(it => it === texts[0]) ? texts[0] : undefined;
}

function textIn(value: Value | undefined): string | undefined {
  if (!value) return '';
  return value.kind === 'literal' && value.value !== undefined && value.value !== null
    ? String(value.value)
    : undefined;
}

/** Whether a condition may be about the origin: who is refused gets no header, and rightly so. */
function concernsOrigin(test: Test): boolean {
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.of.some(concernsOrigin);
    case 'not':
      return concernsOrigin(test.of);
    case 'unknown':
      return test.onOrigin;
    case 'truthy':
      return onOrigin(test.of);
    default:
      return knownTest(test);
  }
}
