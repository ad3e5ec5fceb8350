import type { CorsRequest } from '../model/request.ts';
import { isHanded } from '../requests/caller.ts';
import type { AskingCall, Reading, ReadRequest, RequestClient } from '../requests/client.ts';
import { type CalledModule, handsOverTo } from '../requests/imported.ts';
import { CLIENTS } from '../requests/index.ts';
import { mayBePageCode, mayRunInPages, whereItRuns } from '../requests/where.ts';
import type { CallSite, CodeFile, SendingCall } from '../syntax/code.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import type { Allowance } from '../syntax/frame.ts';
import { isCode } from '../syntax/parse.ts';
import type { Project } from '../syntax/project.ts';
import { note, type Reads, watching } from '../syntax/reads.ts';
import { isMarkup } from '../syntax/scripts.ts';
import type { FunctionValue, Value } from '../syntax/value.ts';
import { movedBy } from '../text/moved.ts';
import { Search } from '../text/search.ts';
import { contains, type Span } from '../text/span.ts';
import { ALLOWANCE, readBy, SENDING, sentBy, sentForAnybody, variesWith } from './callees.ts';
import { CLIENT_SIEVE, clientsFor } from './sieve.ts';
import type { RequestsRead } from './workspace.ts';

/** Imports of modules whose names say that they ask servers for something: only these are followed to see whether they do. */
const ASKING_MODULE = new Search(
  /\b(?:from|import|require\s*\()\s*['"]([^'"\n]*(?:api|http|client|request|fetch|axios|service|backend|rest|graphql|query|sdk)[^'"\n]*)['"]/i,
);
/** A class that extends what such a module may give, whatever its name. */
const EXTENDING = new Search(/\bclass\s+[\w$]*\s*(?:<[^{}]*>)?\s*extends\s+([A-Za-z_$][\w$]*)/);
const IMPORTED_CLASS = new Search(/\bimport\s+([^'"`;]+?)\s+from\s*['"]([^'"\n]+)['"]/);

/** Whether a file sends requests through another file of the workspace, by their texts. */
export function asksThroughOthers(path: string, text: string, project: Project): boolean {
  if (!isCode(path) && !isMarkup(path)) return false;
  for (const [, module = ''] of ASKING_MODULE.all(text)) if (asks(path, module, project)) return true;
  const bases = EXTENDING.all(text).flatMap(it => it[1] ?? []);
  if (bases.length === 0) return false;
  return IMPORTED_CLASS.all(text).some(
    ([, clause = '', module = '']) =>
      clause.split(/[\s{},]+/).some(it => bases.includes(it)) && asks(path, module, project),
  );
}

function asks(path: string, module: string, project: Project): boolean {
  const target = project.resolve(path, module);
  return target !== undefined && isCode(target) && project.leads(target, CLIENT_SIEVE);
}

/** The requests that the code of a file sends, in order of place. */
export function requestsIn(
  path: string,
  text: string,
  project: Project,
  { inTests, wanted }: { readonly inTests: boolean; readonly wanted: RequestsRead },
): readonly CorsRequest[] {
  const own = isCode(path) || isMarkup(path) ? clientsFor(text) : [];
  const others = asksThroughOthers(path, text, project);
  if (own.length === 0 && !others) return [];
  if (wanted === 'of pages' && !mayRunInPages(path, text, project)) return [];
  const reading: Reading = { path, project, lookup: name => environmentValues(project, path, name) };
  const counts = (call: CalledModule) => variesWith(call, reading);
  if (own.length === 0 && !handsOverTo(text, it => asks(path, it, project), counts)) return [];
  const file = project.code(path);
  if (!file) return [];
  const runsAt = whereItRuns(file, project);
  const isFollowed = (at: Span) => {
    const { where } = runsAt(at);
    return where !== 'server' && (where !== 'unknown' || wanted !== 'of pages' || mayBePageCode(path));
  };
  const found = new Asking(file, others || own.some(it => it.hands) ? CLIENTS : own, reading, isFollowed).all();
  if (found.length === 0) return [];
  return found
    .map(it => ({ ...it, runs: runsAt(it.at), ...(inTests ? { inTests } : {}) }))
    .sort((a, b) => a.at.start - b.at.start);
}

type FollowedCall = AskingCall & SendingCall;

/** The requests of one file, read once. */
class Asking {
  readonly #file: CodeFile;
  readonly #clients: readonly RequestClient[];
  readonly #reading: Reading;
  readonly #allowance: Allowance;
  /** By the place of a function: what it sends whoever calls it. */
  readonly #forAnybody = new Map<string, { readonly value: ReadonlySet<string>; readonly reads: Reads }>();
  /** What, beside the call, decides what is found of it. */
  readonly #key: string;

  /**
   * Where wrappers are followed. What servers ask of each other is no browser's business, and what runs nobody knows where is linked to
   * no server.
   */
  readonly #isFollowed: (at: Span) => boolean;

  constructor(file: CodeFile, clients: readonly RequestClient[], reading: Reading, isFollowed: (at: Span) => boolean) {
    this.#isFollowed = isFollowed;
    this.#file = file;
    this.#allowance = { ...ALLOWANCE, asker: file };
    this.#clients = clients;
    this.#reading = reading;
    this.#key = `sends: ${clients.map(it => it.id).join(' ')}`;
  }

  /** This file without resting on all of it. */
  #code(path: string): CodeFile | undefined {
    return path === this.#file.path ? this.#file : this.#reading.project.code(path);
  }

  all(): readonly ReadRequest[] {
    const file = this.#file;
    const named = this.#clients.flatMap(it =>
      it.module === undefined ? [] : [...file.localNames(of => of === it.module)],
    );
    const own = new Set(named);
    const sites = new Set([
      ...file.callsFor(name => own.has(name) || this.#clients.some(it => it.names.test(name)), SENDING),
      ...file.leadingCalls(SENDING).filter(it => this.#isFollowed(it.span)),
    ]);
    return [...sites].flatMap(site => this.#keptOf(site));
  }

  /** What a call sends, as it was found before an edit that has nothing to do with it. */
  #keptOf(site: CallSite): readonly ReadRequest[] {
    const before = this.#allowance.left;
    const { found, cost } = this.#file.kept(
      site,
      this.#key,
      () => {
        const found = this.#of(site);
        return { found, cost: before - this.#allowance.left };
      },
      ({ found, cost }, by) => {
        const moved = movedBy(found, this.#file.path, by);
        return moved && { found: moved, cost };
      },
      // What was found while there was too little left to follow everything is not found for good.
      it => it.cost < before,
    );
    this.#allowance.left = before - cost;
    return found;
  }

  #of(site: CallSite): readonly ReadRequest[] {
    const call = this.#callAt(site);
    const direct = this.#read(call);
    const found = direct.length > 0 ? direct : [...this.#followed(call), ...this.#handed(call)];
    return site.conditional ? found.map(it => ({ ...it, conditional: true })) : found;
  }

  /** The call, of which nothing is worked out before a client asks for it. */
  #callAt(site: CallSite): FollowedCall {
    const { construct, span, nameSpan } = site;
    let known: SendingCall | undefined;
    const seen = () => {
      known ??= this.#file.sending(site);
      return known;
    };
    return {
      get callee() {
        return seen().callee;
      },
      get args() {
        return seen().args;
      },
      get handsOver() {
        return seen().handsOver;
      },
      get ofItself() {
        return seen().ofItself;
      },
      construct,
      span,
      nameSpan,
      get uses() {
        return site.uses;
      },
    };
  }

  #read(call: AskingCall): readonly ReadRequest[] {
    return readBy(this.#clients, call, this.#reading);
  }

  /** What a function of the workspace sends for its caller: told where that is something else than for anybody. */
  #followed(site: FollowedCall): readonly ReadRequest[] {
    const { callee, span } = site;
    if (callee.kind !== 'function') return [];
    // A method that the instance itself calls is the same for whoever made the instance.
    const enclosed = callee.enclosed && !site.ofItself;
    if (!enclosed && !site.handsOver) return [];
    const home = this.#code(callee.span.path);
    if (home?.leads(callee.span.start, SENDING) === false) return [];
    if (this.#saidForAnybody(callee).size === 0) return [];
    if (!enclosed && !isHanded(callee, site.args)) return [];
    return this.#beyond(callee, site.args, span);
  }

  /** What a library sends for a call by a function that it is given, or by a method of another client. */
  #handed(site: FollowedCall): readonly ReadRequest[] {
    const all = this.#clients.flatMap(it => it.hands?.(site, this.#reading) ?? []);
    return all.flatMap(({ callee, args }) => {
      if (callee.kind === 'function') return callee.construct ? [] : this.#beyond(callee, args, site.span, true);
      const { construct, span, nameSpan } = site;
      return this.#read({ callee, args, construct, span, nameSpan });
    });
  }

  /** What a function sends that is called so, beyond what it sends for anybody; `inline`: it may stand within the call. */
  #beyond(callee: FunctionValue, args: readonly Value[], span: Span, inline = false): readonly ReadRequest[] {
    const known = this.#saidForAnybody(callee);
    if (known.size === 0) return [];
    const told = new Set(known);
    return this.#made(callee, args).flatMap(it => {
      const saying = sayingOf(it);
      if (told.has(saying) || (!inline && contains(span, it.at))) return [];
      told.add(saying);
      return [{ ...it, at: span, within: it.at }];
    });
  }

  /**
   * What the requests say that a function sends whoever calls it. Where there are none it sends nothing for a caller either: only
   * what it sends changes with the arguments.
   */
  #saidForAnybody(callee: FunctionValue): ReadonlySet<string> {
    const key = `${callee.span.path} ${callee.span.start}`;
    const before = this.#forAnybody.get(key);
    if (before) note(before.reads);
    const { value, reads } = before ?? watching(() => new Set(this.#forWhomever(callee).map(sayingOf)));
    this.#forAnybody.set(key, { value, reads });
    return value;
  }

  /** What a function sends whoever calls it: as it stands in its file, without the instance or the call of a factory that it belongs to. */
  #forWhomever(callee: FunctionValue): readonly ReadRequest[] {
    const home = this.#code(callee.span.path);
    return home ? sentForAnybody(home, callee, it => this.#read(it)) : this.#made(callee, []);
  }

  #made(callee: FunctionValue, args: readonly Value[]): readonly ReadRequest[] {
    return sentBy(callee, args, this.#allowance, it => this.#read(it));
  }
}

/** All that a request says to its server, without the places where it is said, the query, and why something is not known. */
function sayingOf({ url, headers, ...request }: ReadRequest): string {
  const { scheme, host, port, path } = url;
  const names = headers.map(it => `${it.name} ${it.value.kind === 'written' ? it.value.value : ''}`).sort();
  const said = [scheme, host, port, path, names, url.text.replace(/[?#].*$/s, ''), request];
  return JSON.stringify(said, (key, value: unknown) =>
    /^(at|entry|why|guards|library)$/.test(key) ? undefined : value,
  );
}
