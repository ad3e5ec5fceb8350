import { type Acceptor, both, type Hole, negate, oneOf, parts, type Text, type TextTest } from '../model/acceptor.ts';
import { type CorsPolicy, isForPreflights, known } from '../model/policy.ts';
import { leavesOrigin } from '../model/writers.ts';
import type { Answer } from '../origins/answer.ts';
import { accepts, ask } from '../origins/ask.ts';
import { branches } from '../origins/branches.ts';
import { isOrigin } from '../origins/grammar.ts';
import { inSymbols } from '../origins/holes.ts';
import { namesIn } from '../origins/named.ts';
import type { Budget } from '../origins/store.ts';
import { remembered } from '../rules/remembered.ts';
import { type Part, partsOf, strangerIn } from '../rules/weakness.ts';

const MOST = 8;
const TOO_MUCH = 'there is too much to decide in this file';

/** Who may read the responses, with cookies or not, and whether that is all of them. */
export function whoReads(policy: CorsPolicy): readonly string[] {
  const { origins } = policy;
  const does = may(policy);
  const cookies = withCookies(policy);
  if (leavesOrigin(policy))
    return ['These headers count only beside an `Access-Control-Allow-Origin`, which is not written here.'];
  if (origins.mode === 'none') return [`No other site ${does}.`];
  if (origins.mode === 'any') return [any(policy)];
  const stranger = strangerIn(policy.origins);
  if (stranger) return [`Any site ${does}${cookies}: \`${stranger}\` gets in.`];
  const who = readers(origins.acceptor);
  if (who.names.length === 0) {
    const why = unknownIn(origins.acceptor);
    if (why) return [`Who ${does} is not known: ${why}.`];
    const useless = uselessIn(policy);
    if (useless) return [useless];
    const named = origins.listed.length > 0 ? ': browsers send no origin that is named here' : '';
    return [`No site ${does}${named}.`];
  }
  return [`${capital(several(who.names, '', who.more))} ${does}${cookies}.`, ...others(policy), ...fallback(policy)];
}

/** Whether every website may read what the policy answers for. */
export function isOpenToAll(policy: CorsPolicy): boolean {
  if (leavesOrigin(policy) || isForPreflights(policy)) return false;
  return isAnsweredWithStar(policy) || strangerIn(policy.origins) !== undefined;
}

/** Whether strangers may read: every website, or whoever sets up one that fits, or sends `null` from a sandboxed frame. */
export function isOpenToStrangers(policy: CorsPolicy): boolean {
  if (leavesOrigin(policy) || isForPreflights(policy)) return false;
  const { mode, acceptor } = policy.origins;
  if (isOpenToAll(policy)) return true;
  if (mode === 'none' || mode === 'fixed') return false;
  return accepts(acceptor, 'null') === true || outsiders(acceptor).some(it => it.answer === 'yes');
}

/** Whether whoever is not let in by name is answered with `*`, to which browsers send no cookies. */
export function isAnsweredWithStar({ origins: { mode, sent = [] } }: CorsPolicy): boolean {
  return mode === 'any' || (mode === 'fallback' && sent.some(it => it.text === '*'));
}

/** Who may read, in a few words that go after "readable by"; undefined where it is not known, or not this policy's to say. */
export function readersInBrief(policy: CorsPolicy): string | undefined {
  const { mode, acceptor } = policy.origins;
  if (leavesOrigin(policy) || isForPreflights(policy)) return undefined;
  if (mode === 'none') return 'no other site';
  if (isOpenToAll(policy)) return 'any site';
  const { names, more } = readers(acceptor);
  const [only] = names;
  if (only === undefined) return unknownIn(acceptor) ? undefined : 'no site';
  if (unknownIn(acceptor)) return undefined;
  if (names.length + more === 1) return plainly(only);
  const sites = names.filter(it => it.startsWith('`')).length;
  const kinds = names.length + more - sites;
  const counted = [
    ...(sites > 0 ? [sites === 1 ? '1 site' : `${sites} sites`] : []),
    ...(kinds > 0 ? [kinds === 1 ? '1 kind of sites' : `${kinds} kinds of sites`] : []),
  ];
  return counted.join(' and ');
}

function plainly(text: string): string {
  return text.replaceAll('`', '');
}

/** What those do whom a policy lets in. */
function may(policy: CorsPolicy): string {
  return isForPreflights(policy) ? 'may send requests that need a preflight' : 'may read these responses';
}

/** `a`, `b` and `c`; at most eight of them are named, and `more` are not among the names. */
export function several(names: readonly string[], quote = '`', more = 0): string {
  const shown = names.slice(0, MOST).map(it => `${quote}${it}${quote}`);
  const rest = names.length - shown.length + more;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

function any(policy: CorsPolicy): string {
  const credentials = known(policy.credentials);
  if (credentials === true) return `Any site ${may(policy)} without cookies; with them, browsers reject \`*\`.`;
  return `Any site ${may(policy)}, but not with the user’s cookies.`;
}

function withCookies({ credentials }: CorsPolicy): string {
  if (credentials.kind === 'dynamic') return ' (whether with cookies is decided at run time)';
  if (credentials.kind === 'conflicting') return ' (with cookies in one place, without in another)';
  return credentials.value ? ' with the user’s cookies' : ', but not with the user’s cookies';
}

interface Readers {
  readonly names: readonly string[];
  /** How many others are let in by parts of the check, one each. */
  readonly more: number;
}

/** Named origins first, then the families that a test lets in. */
function readers(acceptor: Acceptor): Readers {
  const parts = branches(acceptor);
  const named = parts.flatMap(it => (isNamed(it) ? textReader(it.text) : []));
  const others = parts.every(isNamed) ? NOBODY : families(acceptor);
  const sandboxed = accepts(acceptor, 'null') !== false && isOpenToNull(acceptor) ? [SANDBOXED] : [];
  return { names: [...new Set([...named, ...others.names, ...sandboxed])], more: others.more };
}

const NOBODY: Readers = { names: [], more: 0 };
const SANDBOXED = 'any site in a sandboxed frame (`null`)';

function isNamed(part: Acceptor): part is TextTest {
  return part.kind === 'equals' && part.subject === 'origin';
}

/** `null` is let in otherwise than with everybody. */
function isOpenToNull(acceptor: Acceptor): boolean {
  return partsOf(acceptor).some(it => !it.everything && accepts(it.part, 'null'));
}

/** Of so many parts of a check it is worked out whom they let in: more than are ever named. */
const MOST_PARTS = 24;

/** Where a file has more to decide than is decided, what is asked is told and not who passes. */
const families = remembered<Readers>(
  (acceptor, allowance) => {
    const tests = partsOf(acceptor).filter(it => isTest(it.part));
    return atMost(tests, it => familiesOf(it, allowance));
  },
  acceptor => atMost(branches(acceptor).filter(isTest), it => [tested(it)]),
);

function isTest(part: Acceptor): boolean {
  return part.kind !== 'none' && !isNamed(part) && !isDark(part);
}

/** Whether nothing in it is known: whom it lets in is then no matter of a check. */
function isDark(part: Acceptor): boolean {
  if (part.kind === 'not') return isDark(part.of);
  return part.kind === 'and' || part.kind === 'or' ? part.of.every(isDark) : part.kind === 'unknown';
}

function atMost<T>(tests: readonly T[], told: (test: T) => readonly string[]): Readers {
  return { names: tests.slice(0, MOST_PARTS).flatMap(told), more: Math.max(0, tests.length - MOST_PARTS) };
}

/** Values of `.env*` files that no browser sends let nobody in. */
function uselessIn(policy: CorsPolicy): string | undefined {
  const hole = branches(policy.origins.acceptor)
    .flatMap(part => (part.kind === 'equals' && typeof part.text !== 'string' ? [part.text] : []))
    .find(isUseless);
  if (!hole) return undefined;
  const what = several(hole.values?.slice(0, 3) ?? []);
  return `No site ${may(policy)} while \`${hole.env}\` is ${what}: browsers send no such origin.`;
}

function isUseless({ values = [] }: Hole): boolean {
  return values.length > 0 && !values.some(isOrigin);
}

function textReader(text: Text): readonly string[] {
  if (typeof text !== 'string') return isUseless(text) ? [] : [fromEnvironment(text)];
  return text !== 'null' && isOrigin(text) ? [`\`${text}\``] : [];
}

function fromEnvironment({ env, each, values = [] }: Hole): string {
  const sent = values.filter(isOrigin);
  const found = sent.length > 0 ? ` (${several(sent.slice(0, 3))} in an .env file)` : '';
  return `${each ? 'every origin' : 'the origin'} in \`${env}\`${found}`;
}

function familiesOf(
  { part, everything, tenant, foreign, subdomains, insecure }: Part,
  allowance: Budget,
): readonly string[] {
  if (everything) return ['any site, for some of its requests,'];
  if (tenant) return [`everyone who has a site on \`${tenant.suffix}\` (such as \`${tenant.witness}\`)`];
  if (foreign) return [`everyone who sets up a site such as \`${inSymbols(foreign.witness, part)}\``];
  const plain = insecure ? ' (over plain http, too)' : '';
  if (subdomains) {
    const { domains, rest } = byDomain(part, subdomains.domain, allowance);
    const below = domains.map(it => `every sub-domain of \`${inSymbols(it, part)}\`${plain}`);
    return [...below, ...(spelledOut(rest, allowance) ?? [])];
  }
  const local = part.kind === 'matches' ? ask(part, 'loopback', { allowance }) : undefined;
  if (local?.answer === 'yes') return [`pages of the user’s own machine (such as \`${local.witness}\`)`];
  return spelledOut(part, allowance) ?? [`${tested(part)}${plain}`];
}

/** The domains whose every sub-domain gets in, the first of which is known, and what the test lets in besides. */
function byDomain(
  part: Acceptor,
  first: string,
  allowance: Budget,
): { readonly domains: readonly string[]; readonly rest: Acceptor } {
  const domains: string[] = [];
  let rest = part;
  for (let domain: string | undefined = first; domain !== undefined && domains.length < MOST; ) {
    domains.push(domain);
    rest = both([rest, { kind: 'not', of: { kind: 'ends', subject: 'hostname', text: `.${domain}` } }]);
    const next = ask(rest, 'subdomains', { allowance });
    domain = next.answer === 'yes' && !domains.includes(next.domain) ? next.domain : undefined;
  }
  return { domains, rest };
}

/** The origins that a test lets in, where it spells them all out. */
function spelledOut(part: Acceptor, allowance: Budget): readonly string[] | undefined {
  const { origins, fragments } = namesIn(part);
  const hosts = fragments.filter(it => it.exact).flatMap(it => [`https://${it.host}`, `http://${it.host}`]);
  const taken = [...new Set([...origins, ...hosts])].filter(it => isOrigin(it) && accepts(part, it) === true);
  if (taken.length > MOST) return undefined;
  const others = both([part, negate(oneOf(taken.map(text => ({ text }))))]);
  return ask(others, 'anything', { allowance }).answer === 'no' ? taken.map(it => `\`${it}\``) : undefined;
}

function tested(part: Acceptor): string {
  const text = 'text' in part ? (typeof part.text === 'string' ? `\`${part.text}\`` : fromEnvironment(part.text)) : '';
  const subject =
    'subject' in part && part.subject !== 'origin' && part.subject !== 'url-origin' ? part.subject : 'origin';
  switch (part.kind) {
    case 'equals':
      return `every origin whose ${subject} is ${text}`;
    case 'starts':
      return `every origin whose ${subject} begins with ${text}`.replace('whose origin begins', 'that begins');
    case 'ends':
      return `every origin whose ${subject} ends with ${text}`.replace('whose origin ends', 'that ends');
    case 'contains':
      return `every origin whose ${subject} contains ${text}`.replace('whose origin contains', 'that contains');
    case 'matches':
      return `every origin that \`/${part.source}/${part.flags}\` matches`;
    case 'within':
      return `every origin that is a piece of ${text}`;
    default:
      return 'every origin that passes the check';
  }
}

const outsiders = remembered<readonly Answer[]>(
  (acceptor, allowance) => [ask(acceptor, 'foreign', { allowance }), ask(acceptor, 'tenant', { allowance })],
  () => [{ answer: 'cannot-tell', why: TOO_MUCH }],
);

/** Whether strangers are kept out: proved, or why it cannot be told. */
function others({ origins: { acceptor } }: CorsPolicy): readonly string[] {
  const why = unknownIn(acceptor);
  if (why) return [`Who else gets in is not known: ${why}.`];
  const plain = branches(acceptor).every(it => it.kind === 'equals');
  if (plain) return [];
  const answers = outsiders(acceptor);
  const unsure = answers.find(it => it.answer === 'cannot-tell');
  if (unsure?.answer === 'cannot-tell') return [`Whether a stranger gets in cannot be told: ${unsure.why}.`];
  return answers.some(it => it.answer === 'yes') ? [] : ['No stranger’s site gets in: that is proved.'];
}

/** What everybody else is told, where that is not nothing. */
function fallback({ origins: { mode, sent = [] } }: CorsPolicy): readonly string[] {
  if (mode !== 'fallback' || sent.length === 0) return [];
  if (sent.some(it => it.text === '*')) return ['Any other site may do so without cookies: it is answered with `*`.'];
  return [`Everybody else is answered with ${several(sent.map(it => it.text))}, which their browsers refuse.`];
}

function unknownIn(acceptor: Acceptor): string | undefined {
  return branches(acceptor).flatMap(it => {
    const [dark] = isDark(it) ? [...parts(it)].filter(part => part.kind === 'unknown') : [];
    return dark ? [dark.why] : [];
  })[0];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
