import ts from 'typescript';
import { differenceOf } from '../text/difference.ts';
import type { Sieve } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import { argumentValues } from './call.ts';
import { CALLEE_STEPS, type CallSite, CallSites, type SendingCall } from './call-sites.ts';
import { someInstance } from './class.ts';
import { type Contents, calleeName, type NamedCall } from './contents.ts';
import { evaluate } from './evaluate.ts';
import { topFrame } from './frame.ts';
import { handsOver } from './handed.ts';
import { Kept, type Moved } from './kept.ts';
import { KnownFlows } from './known-flows.ts';
import { callsOfModules, importedNames } from './module-names.ts';
import { type ParameterUse, parameterUses } from './parameters.ts';
import { bare, parse, parseAgain, spanOf, walk } from './parse.ts';
import type { Project } from './project.ts';
import { ANY, isChain, isOwn, namedIn, Reach, type Sought } from './reach.ts';
import { note, type Reads, watching } from './reads.ts';
import { asRoot, classAround, enclosing, functionAt, type Root } from './roots.ts';
import { Scopes } from './scope.ts';
import { shallowly } from './shallow.ts';
import type { Source } from './source.ts';
import { Statements } from './statements.ts';
import type { Test, Value } from './value.ts';

export type { CallSite, SendingCall } from './call-sites.ts';
export type { Sought } from './reach.ts';
export type { Root } from './roots.ts';

/** What one file may cost: some half a second at the worst. */
const STEPS = 400_000;

/** The name of a module that is no package, in quotes. */
const RELATIVE = /^'\.{0,2}\//;

function isNamedIn(text: string, module: string): boolean {
  return [`'${module}'`, `"${module}"`, `\`${module}\``, `npm:${module}`].some(it => text.includes(it));
}

/** What a file leaves to the one that takes its place after an edit. */
interface Former {
  readonly tree: ts.SourceFile;
  readonly statements: Statements | undefined;
  /** What was found in the text of these statements. */
  readonly kept: Kept;
  readonly text: string;
}

/** Words that are looked for, and what what is found of them is kept by. */
export interface Searched {
  readonly name: string;
  readonly words: Sieve;
}

/** A call, and what is handed over by a name of its own, of which no more is worked out than that. */
export interface HandingCall {
  readonly call: CallSite;
  readonly named: () => readonly Value[];
}

/** One file of code. Nothing is parsed before it is asked for. */
export class CodeFile implements Source {
  readonly path: string;
  readonly text: string;
  readonly project: Project;
  readonly values: Source['values'] = new Map();
  readonly outcomes: Source['outcomes'] = new Map();
  readonly flows = new KnownFlows();
  readonly budget = { left: STEPS };
  #tree: ts.SourceFile | undefined;
  #statements: Statements | undefined;
  #scopes: Scopes | undefined;
  /** By the packages of which they may be. */
  readonly #plain = new Map<string, readonly NamedCall[]>();
  readonly #sites = new CallSites(this);
  readonly #reach = new Reach(this);
  readonly #kept = new Kept();
  readonly #imported = new Map<string, boolean>();
  readonly #remembered = new Map<object, { readonly value: unknown; readonly reads: Reads }>();

  #before: Former | undefined;

  /** With the file as it was before an edit, its tree is reused, and the earlier file is of no more use. */
  constructor(path: string, text: string, project: Project, before?: CodeFile) {
    this.#before = before?.surrender();
    this.path = path;
    this.text = text;
    this.project = project;
  }

  get tree(): ts.SourceFile {
    if (!this.#tree) {
      const before = this.#before;
      if (before && !before.kept.isEmpty) before.statements?.lookAtMentions();
      this.#tree = before ? parseAgain(this.path, this.text, before.tree) : parse(this.path, this.text);
      if (before) this.#before = { ...before, tree: this.#tree };
    }
    return this.#tree;
  }

  /** What stands in its statements, by name. */
  get statements(): Statements {
    if (this.#statements) return this.#statements;
    const { tree } = this;
    const before = this.#before;
    const statements = new Statements(tree, before?.statements);
    this.#before = undefined;
    this.#statements = statements;
    if (before?.statements)
      this.#kept.takeOver(before.kept, before.statements, statements, differenceOf(before.text, this.text));
    return statements;
  }

  /** What is found in this file, once for each key, until what was evaluated is forgotten. */
  remembered<T>(key: object, find: () => T): T {
    const known = this.#remembered.get(key) as { value: T; reads: Reads } | undefined;
    if (known) {
      note(known.reads);
      return known.value;
    }
    const found = watching(find);
    this.#remembered.set(key, found);
    return found.value;
  }

  /**
   * What is found of a call, until something changes that it may rest on: also in the file that takes this one's place after an edit.
   * `moved` gives what was found with its places as they are after an edit; what does not `hold` is found anew.
   */
  kept<T>(
    site: CallSite,
    key: string,
    find: () => T,
    moved: Moved<T> = it => it,
    holds: (found: T) => boolean = () => true,
  ): T {
    const node = this.#sites.nodeOf(site);
    return node ? this.#keptAt(node, key, find, moved, holds) : find();
  }

  #keptAt<T>(
    node: ts.Node,
    key: string,
    find: () => T,
    moved: Moved<T> = it => it,
    holds: (found: T) => boolean = () => true,
  ): T {
    // What was kept by the file before is taken over with its statements.
    const known = this.statements && this.#kept.get(node, key);
    if (known && holds(known.value as T)) {
      note(known.reads);
      return known.value as T;
    }
    const { value, reads } = watching(find);
    if (this.budget.left > 0 && holds(value) && !reads.includes(this.path))
      this.#kept.put(node, key, { value, reads, moved: moved as Moved<unknown> });
    return value;
  }

  /** Forgets what is kept that rests on files that have changed, or on questions that have another answer. */
  forgetKept(changed: ReadonlySet<string>): void {
    this.#kept.forget(changed);
    this.#before?.kept.forget(changed);
  }

  /** Forgets what was evaluated, which may rest on another file; the tree stays. */
  forgetValues(): void {
    this.#kept.clear();
    this.#before?.kept.clear();
    this.values.clear();
    this.outcomes.clear();
    this.flows.clear();
    this.#remembered.clear();
    this.#sites.forget();
    this.#reach.forget();
    this.#plain.clear();
    this.budget.left = STEPS;
  }

  /** Gives the tree and what was found in it away, if there is one. */
  surrender(): Former | undefined {
    const before = this.#before;
    const tree = this.#tree ?? before?.tree;
    const statements = this.#statements ?? before?.statements;
    const kept = before ?? { kept: this.#kept, text: this.text };
    this.#tree = undefined;
    this.#statements = undefined;
    this.#before = undefined;
    return tree && { tree, statements, kept: kept.kept, text: kept.text };
  }

  get scopes(): Scopes {
    this.#scopes ??= new Scopes(this.statements);
    return this.#scopes;
  }

  /** Whether the text imports or requires one of these packages. */
  imports(packages: readonly string[]): boolean {
    return packages.some(it => {
      const known = this.#imported.get(it) ?? isNamedIn(this.text, it);
      this.#imported.set(it, known);
      return known;
    });
  }

  /** The texts in quotes that pass, in order of place, without their quotes. */
  texts(wanted: (text: string) => boolean): readonly { readonly text: string; readonly span: Span }[] {
    const found: { text: string; span: Span }[] = [];
    walk(this.tree, node => {
      if (!ts.isStringLiteralLike(node) || !wanted(node.text)) return;
      const { path, start, end } = spanOf(node);
      found.push({ text: node.text, span: { path, start: start + 1, end: end - 1 } });
    });
    return found;
  }

  /** The calls whose last name passes, in order of place. */
  calls(wanted: (name: string) => boolean): readonly CallSite[] {
    return this.statements.calls(wanted).map(it => this.#sites.of(it));
  }

  /**
   * The calls of what a module gives, under whatever name: `cors(…)`, `lib.cors(…)`, `require('cors')(…)`. Of what comes from packages,
   * only what comes from those with such names; what a variable holds that is assigned later may come from any.
   */
  plainCalls(packages: RegExp): readonly CallSite[] {
    const known = this.#plain.get(packages.source);
    const found =
      known ??
      callsOfModules(
        this.statements,
        it => it === '' || this.#reach.moduleLeads(it, this.project.words, packages),
      ).filter(it => this.#reach.comesFromModule(it.node.expression, packages));
    if (!known) this.#plain.set(packages.source, found);
    return found.map(it => this.#sites.of(it));
  }

  /**
   * The calls of methods with these names on something that is itself named or made in place: `app.get(…)`, not
   * `a().b().get(…)`. What comes from a file that has nothing to do with `words` is left out.
   */
  methodCalls(names: ReadonlySet<string>, words: Sieve = ANY): readonly CallSite[] {
    return this.statements
      .calls(it => names.has(it))
      .filter(it => isChain(it.node.expression, names) && this.#reach.leads(it.node.expression, words))
      .map(it => this.#sites.of(it));
  }

  /**
   * The calls of what may bring one of `words` along from elsewhere: of what is imported from files of the workspace that lead to
   * it, and of functions, classes and objects of this file. Judged by names and texts; nothing is evaluated.
   */
  leadingCalls(sought: Sought): readonly CallSite[] {
    return this.statements.everyCall
      .filter(
        it =>
          it.name !== 'require' && this.#reach.reaches(it.node.expression, sought) && !this.#reach.isPlainOwn(it.node),
      )
      .map(it => this.#sites.of(it));
  }

  /**
   * The calls of functions of the workspace that may have to do with `words`, and of what is missing from it, which are handed something
   * with a name of its own (`app`, `this.app`, `{ app }`) that may be made by one of these packages. Judged by names and texts;
   * nothing is evaluated.
   */
  handingCalls({ name, words }: Searched, packages: Sieve): readonly HandingCall[] {
    const handOver = ({ statement, calls }: Contents) =>
      this.#keptAt(statement, `hand over: ${name}`, () =>
        calls.flatMap(it => {
          const given = it.node.arguments?.flatMap(namedIn) ?? [];
          if (given.length === 0 || !this.#reach.leadsToOwn(it.node.expression, words, RELATIVE)) return [];
          const handed = given.filter(one => this.#reach.mayStandFor(one, packages));
          return handed.length > 0 ? [{ it, handed }] : [];
        }),
      );
    return this.remembered(words, () =>
      this.statements.all.flatMap(handOver).map(({ it, handed }) => ({
        call: this.#sites.of(it),
        named: () => handed.map(one => evaluate(one, topFrame(this, CALLEE_STEPS))),
      })),
    );
  }

  /** The call that is handed the innermost function around a call, written in its place: `connect().then(() => …)`. */
  takerOf(site: CallSite): CallSite | undefined {
    const node = this.#sites.nodeOf(site);
    const around = node && enclosing(node)[0];
    const { parent } = around ?? {};
    if (!around || !parent || !ts.isCallExpression(parent) || !parent.arguments.some(it => it === around))
      return undefined;
    return this.#sites.of({ node: parent, name: calleeName(parent.expression) });
  }

  /** Whether a call has a parameter of a function around it among its arguments; nothing is evaluated. */
  handsOn(site: CallSite): boolean {
    const given = this.#sites.nodeOf(site)?.arguments ?? [];
    return given.map(bare).some(it => ts.isIdentifier(it) && this.scopes.resolve(it)?.kind === 'parameter');
  }

  /** Whether a call is of a method of a parameter of a function around it, or of what that gives; nothing is evaluated. */
  isOfHanded(site: CallSite): boolean {
    let at: ts.Expression | undefined = this.#sites.nodeOf(site)?.expression;
    while (at && (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at))) at = bare(at.expression);
    return at !== undefined && ts.isIdentifier(at) && this.scopes.resolve(at)?.kind === 'parameter';
  }

  /**
   * Under which conditions the function that a call gives is called itself: `(ok ? open : shut)(req)` where `const open = make()`,
   * or `make()(req)`. Undefined where it is handed on, and nobody knows.
   */
  calledUnder(site: CallSite): Test | undefined {
    return this.#sites.calledUnder(site);
  }

  /**
   * The call for what it sends: in a class as an instance makes it of which only what the class says is known, and with no more of
   * its arguments worked out than is asked for (`shallowly`).
   */
  sending(site: CallSite): SendingCall {
    const node = this.#sites.nodeOf(site);
    if (!node) return { callee: site.callee, args: site.args, handsOver: true, ofItself: false };
    const owner = this.text.slice(node.pos, node.end).includes('this.') ? classAround(node) : undefined;
    const callee = bare(node.expression);
    const around = { source: this, self: owner && this.remembered(owner, () => someInstance(owner, topFrame(this))) };
    const lazily = { args: undefined as readonly Value[] | undefined };
    return {
      callee: owner ? evaluate(callee, { ...topFrame(this), ...around }) : site.callee,
      get args() {
        lazily.args ??= argumentValues(node.arguments ?? [], topFrame(around.source), it => shallowly(it, around));
        return lazily.args;
      },
      handsOver: handsOver(node.arguments ?? [], this.scopes),
      ofItself: isOwn(callee),
    };
  }

  /**
   * What the function that begins at a place does with its parameters (`parameterUses`): let through is what stands at this place in
   * calls of these names, of nothing that stands in the workspace.
   */
  parametersAt(start: number, names: RegExp, place: number): readonly ParameterUse[] | undefined {
    const node = functionAt(start, this);
    if (!node) return undefined;
    return parameterUses(node, this.scopes, (call, index) => {
      if (index !== place || !names.test(calleeName(call.expression))) return false;
      return evaluate(bare(call.expression), topFrame(this, CALLEE_STEPS)).kind !== 'function';
    });
  }

  /** The first argument of a call, of which no more is worked out than is asked for, and of lists nothing that is called. */
  outlineOf(site: CallSite): Value | undefined {
    const [first] = this.#sites.nodeOf(site)?.arguments ?? [];
    return first && shallowly(first, { source: this, self: undefined, uncalled: true });
  }

  /**
   * The calls whose last name passes, of what may have to do with `words`: of what the file does not declare, of what packages give,
   * and of what leads to them. Judged as in `leadingCalls`.
   */
  callsFor(wanted: (name: string) => boolean, sought: Sought): readonly CallSite[] {
    return this.statements
      .calls(wanted)
      .filter(it => this.#reach.reaches(it.node.expression, sought, { open: true }) && !this.#reach.isPlainOwn(it.node))
      .map(it => this.#sites.of(it));
  }

  /** Whether the function that begins at a place makes one of these calls, or calls what leads to them. */
  leads(start: number, sought: Sought): boolean {
    const node = functionAt(start, this);
    return !node || this.#reach.holds(node, sought);
  }

  /** The local names of what is imported from packages that pass. */
  localNames(isModule: (module: string) => boolean): ReadonlySet<string> {
    return importedNames(this.tree, isModule);
  }

  /** The innermost functions that hold one of the places, each once. */
  rootsAround(offsets: readonly number[]): readonly Root[] {
    const roots = new Map<ts.Node, Root>();
    for (const offset of offsets) {
      const node = functionAt(offset, this);
      if (node && !roots.has(node)) roots.set(node, asRoot(node, this));
    }
    return [...roots.values()];
  }

  /** The value of the expression that starts and ends at a place. */
  valueAt(span: Span): Value | undefined {
    let found: ts.Expression | undefined;
    walk(this.tree, node => {
      if (node.getEnd() < span.start || node.pos > span.end) return false;
      if (node.getStart(this.tree) === span.start && node.getEnd() === span.end && ts.isExpression(node))
        found ??= node;
      return undefined;
    });
    return found && evaluate(found, topFrame(this));
  }

  /** The calls of a function of this file by its name, with their arguments. */
  callsOf(name: string): readonly CallSite[] {
    return this.statements.callsNamed(name).map(it => this.#sites.of(it));
  }
}
