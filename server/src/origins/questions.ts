import type { Acceptor } from '../model/acceptor.ts';
import { type Answer, NO, reason, type Sets, surely } from './answer.ts';
import { isOrigin } from './grammar.ts';
import { textsOf } from './holes.ts';
import { below, findUnder, hostOf, impossible, matching, prettify, quote } from './hosts.ts';
import { holds } from './language.ts';
import type { Named } from './named.ts';
import { patternProgram } from './program.ts';
import { beginsSecure } from './shape.ts';
import {
  isAddress,
  isBelow,
  isLoopback,
  isPrivateNetwork,
  isRegistrable,
  isReserved,
  isSharedHosting,
} from './suffixes.ts';

function unsure(acceptor: Acceptor): Answer<never> {
  return { answer: 'cannot-tell', why: reason(acceptor) || 'the check cannot be decided' };
}

const sites = ['https://attacker.example', 'https://evil.com', 'https://a-1.org', 'https://xyz.io'];

/** Whether every `https://name.tld` gets in: the sites that anyone can have. */
export function findEverything(sets: Sets): Answer {
  const { acceptor } = sets;
  if (sites.some(it => holds(acceptor, it, false) === true)) return NO;
  if (sets.findRefused('lower', 'sites') === undefined && surely(acceptor, 'https://attacker.example')) {
    return { answer: 'yes', witness: 'https://attacker.example' };
  }
  return sets.findRefused('upper', 'sites') === undefined ? unsure(acceptor) : NO;
}

/** Whether `null` gets in, the origin of sandboxed frames, `data:` and `file:` pages. */
export function findNull(acceptor: Acceptor): Answer {
  const held = holds(acceptor, 'null');
  return held === undefined ? unsure(acceptor) : held ? { answer: 'yes', witness: 'null' } : NO;
}

/** Whether anything that a browser sends gets in. */
export function findAnything(sets: Sets, named: Named): Answer {
  const { acceptor } = sets;
  if (acceptor.kind === 'equals' && acceptor.subject === 'origin') {
    const witness = textsOf(acceptor.text, acceptor.subject, acceptor.kind).find(isOrigin);
    return witness === undefined ? NO : { answer: 'yes', witness };
  }
  const hosts = spelled(named).flatMap(it => [`https://${it}`, `http://${it}`]);
  const guess = [...named.origins, 'https://attacker.example', ...hosts, 'null'].find(it => surely(acceptor, it));
  if (guess !== undefined) return { answer: 'yes', witness: guess };
  const word = sets.find('lower', 'all');
  if (word !== undefined && sets.takes(word)) return { answer: 'yes', witness: prettify(word, sets.takes) };
  const possible = word !== undefined || sets.find('upper', 'all') !== undefined || holds(acceptor, 'null') !== false;
  return possible ? unsure(acceptor) : NO;
}

export interface Insecure {
  /** The same name gets in with https too. */
  readonly secureToo: boolean;
}

/** Whether an `http:` origin of a public host gets in. */
export function findInsecure(sets: Sets, named: Named): Answer<Insecure> {
  const { acceptor, engine } = sets;
  if (beginsSecure(acceptor)) return NO;
  const takes = (origin: string) => isPublicHost(hostOf(origin)) && sets.takes(origin);
  const told = (witness: string): Answer<Insecure> => ({
    answer: 'yes',
    witness,
    secureToo: surely(acceptor, witness.replace(/^http:/, 'https:')),
  });
  const guess = [...named.origins, ...spelled(named).map(it => `http://${it}`)].find(
    it => it.startsWith('http:') && takes(it),
  );
  if (guess !== undefined) return told(guess);
  const local = named.domains.filter(it => !isPublicHost(`a.${it}`));
  const plain = matching(engine, '^http:');
  const apart = [plain, ...(local.length > 0 ? [engine.not(below(engine, local))] : []), ...impossible(engine, named)];
  let possible = sets.find('upper', 'names', ...apart) !== undefined;
  if (possible) {
    const ready = sets.find('lower', 'ready', ...apart);
    const found = ready !== undefined && takes(ready) ? ready : undefined;
    const { word, possible: still } = found ? { word: found, possible } : findUnder(sets, apart, takes);
    if (word !== undefined) return told(prettify(word, takes));
    possible = still;
  }
  const address = sets.find('lower', 'addresses', plain);
  if (address !== undefined && takes(address)) return told(address);
  return possible || sets.find('upper', 'addresses', plain) !== undefined ? unsure(acceptor) : NO;
}

function isPublicHost(host: string): boolean {
  return isAddress(host) ? !isLoopback(host) && !isPrivateNetwork(host) : isRegistrable(host) && !isReserved(host);
}

/** Hosts that are spelled out, and some that continue what is. */
function spelled(named: Named): readonly string[] {
  const hosts = named.fragments.map(it => it.host.replace(/^[._-]+/, ''));
  const behind = named.fragments.filter(it => !it.exact).flatMap(it => [`attacker-${it.host}`, `attacker${it.host}`]);
  return [
    ...[...hosts, ...named.domains].flatMap(it => [it, `evil.${it}`]),
    ...named.suffixes.map(it => `attacker.${it}`),
    ...behind.map(it => it.replace('--', '-')),
    ...hosts.map(it => `${it}.attacker.example`),
    'attacker.example',
  ];
}

export interface Tenant {
  /** The public suffix below which strangers have sites. */
  readonly suffix: string;
}

/** Whether an origin of a stranger gets in below one of the public suffixes that `named` holds. */
export function findTenant(sets: Sets, named: Named): Answer<Tenant> {
  const { acceptor, engine } = sets;
  let possible = false;
  for (const suffix of named.suffixes) {
    const own = named.domains.filter(it => it !== suffix && it.endsWith(`.${suffix}`));
    const takes = (origin: string) => {
      const host = hostOf(origin);
      return host.endsWith(`.${suffix}`) && !isBelow(host, own) && sets.takes(origin);
    };
    const stems = named.fragments.filter(it => it.host.endsWith(suffix)).map(it => it.stem);
    const behind = named.fragments
      .filter(it => it.host.endsWith(`.${suffix}`))
      .map(it => it.host.slice(0, -suffix.length - 1));
    const labels = [
      'attacker',
      ...behind.flatMap(it => [`attacker${it}`, `attacker-${it}`]),
      ...stems.flatMap(it => [`${it}attacker`, `${it}-attacker`, `attacker-${it}`]),
    ];
    const guesses = ['https', 'http'].flatMap(scheme => labels.map(it => `${scheme}://${it}.${suffix}`));
    const guess = guesses.find(takes);
    if (guess !== undefined) return { answer: 'yes', witness: guess, suffix };
    const tenants = engine.partProgram('hostname', patternProgram(`\\.${quote(suffix)}$`, ''));
    const also = [tenants, ...(own.length > 0 ? [engine.not(below(engine, own))] : [])];
    if (sets.find('upper', 'names', ...also) === undefined) continue;
    possible = true;
    const secure = matching(engine, '^https:\\/\\/[a-z0-9.:-]+$');
    for (const within of [[secure], []]) {
      const word = sets.find('lower', 'names', ...also, ...within);
      if (word !== undefined && takes(word)) return { answer: 'yes', witness: prettify(word, takes), suffix };
    }
  }
  return possible ? unsure(acceptor) : NO;
}

export interface Subdomains {
  readonly domain: string;
}

/** Whether every subdomain (of 3 to 12 letters) gets in of a domain that `named` holds and that is no public suffix. */
export function findSubdomains(sets: Sets, named: Named): Answer<Subdomains> {
  const { acceptor } = sets;
  const hosts = named.fragments
    .filter(it => !it.exact || it.anyAt.length > 0)
    .map(it => it.host.replace(/^[._-]+/, ''));
  const domains = [...new Set([...named.domains, ...hosts])].filter(it => isRegistrable(it) && !isSharedHosting(it));
  let possible = false;
  for (const domain of domains) {
    for (const scheme of ['https', 'http']) {
      const witness = `${scheme}://evil.${domain}`;
      if (holds(acceptor, witness, false) === true) continue;
      if (surely(acceptor, witness) && sets.takesBelow('lower', scheme, domain)) {
        return { answer: 'yes', witness, domain };
      }
      possible ||= sets.takesBelow('upper', scheme, domain);
    }
  }
  return possible ? unsure(acceptor) : NO;
}

const localGuesses = {
  loopback: ['localhost:3000', 'localhost', 'localhost:5173', '127.0.0.1:3000', '127.0.0.1', '[::1]:3000'],
  privateNetwork: ['192.168.1.10', '192.168.1.10:3000', '10.0.0.10', '172.16.0.10', '192.168.0.10:3000'],
};

/**
 * Whether an http(s) origin on this machine, or in the local network, gets in. Names below `.localhost` and `.local` count
 * where the acceptor speaks of such names; otherwise they get in only because strangers do.
 */
export function findLocal(sets: Sets, where: 'loopback' | 'privateNetwork', named: Named): Answer {
  const { acceptor } = sets;
  const belongs = where === 'loopback' ? isLoopback : isPrivateNetwork;
  const guesses = [
    ...named.origins.filter(it => /^https?:/.test(it) && belongs(hostOf(it))),
    ...localGuesses[where].flatMap(it => [`http://${it}`, `https://${it}`]),
  ];
  const guess = guesses.find(it => surely(acceptor, it));
  if (guess !== undefined) return { answer: 'yes', witness: guess };
  const spoken = named.domains.some(it => isReserved(it) && (it === 'localhost') === (where === 'loopback'));
  const names = spoken ? ([where === 'loopback' ? 'loopbackNames' : 'privateNames'] as const) : [];
  let possible = false;
  for (const set of [where, ...names]) {
    const word = sets.find('lower', set);
    const keeps = (it: string) => belongs(hostOf(it)) && sets.takes(it);
    if (word !== undefined && keeps(word)) return { answer: 'yes', witness: prettify(word, keeps) };
    possible ||= word !== undefined || sets.find('upper', set) !== undefined;
  }
  return possible ? unsure(acceptor) : NO;
}
