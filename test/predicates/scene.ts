import { random } from '../harness/fixtures.ts';

const HOSTS = ['a.example', 'b.example', 'app.acme.com', 'shop.acme.com', 'partner.dev', 'www.widgets.co.uk'];

/** Choices that are the same ones each time for a seed. */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  seed(): number {
    return this.below(2 ** 31);
  }
}

/** Where a predicate is written: what its module declares, and the names that it holds. */
export class Scene {
  readonly dice: Dice;
  /** The expression that holds the request's origin. */
  readonly o: string;
  readonly #shared: Shared;

  constructor(seed: number, o: string, shared: Shared = { declarations: [], hosts: new Set() }) {
    this.dice = new Dice(seed);
    this.o = o;
    this.#shared = shared;
  }

  /** The same module, with choices of its own. */
  at(seed: number, o = this.o): Scene {
    return new Scene(seed, o, this.#shared);
  }

  get declarations(): readonly string[] {
    return this.#shared.declarations;
  }

  get hosts(): readonly string[] {
    return [...this.#shared.hosts];
  }

  host(): string {
    const host = this.dice.pick(HOSTS);
    this.#shared.hosts.add(host);
    return host;
  }

  /** A domain with others below it, without a dot in front. */
  domain(): string {
    return this.host().replace(/^(app|shop|www)\./, '');
  }

  origin(): string {
    return `https://${this.host()}`;
  }

  origins(count = 1 + this.dice.below(3)): readonly string[] {
    return [...new Set(Array.from({ length: count }, () => this.origin()))];
  }

  /** A list of origins, as text. */
  array(count?: number): string {
    return `[${this.origins(count).map(quoted).join(', ')}]`;
  }

  /** A constant of the module. */
  constant(name: string, init: string): string {
    const free = this.name(name);
    this.#shared.declarations.push(`${this.dice.pick(['const', 'const', 'const', 'let', 'var'])} ${free} = ${init};`);
    return free;
  }

  /** A declaration of the module that calls itself by this name. */
  declare(name: string, declaration: (name: string) => string): string {
    const free = this.name(name);
    this.#shared.declarations.push(declaration(free));
    return free;
  }

  list(count?: number): string {
    return this.constant('allowed', this.array(count));
  }

  /** A list of domains, with a dot in front or without. */
  domains(): string {
    const dot = this.dice.pick(['', '.']);
    return this.constant('domains', `[${quoted(dot + this.domain())}, ${quoted(dot + this.domain())}]`);
  }

  hostList(): string {
    return this.constant('hosts', `[${quoted(this.host())}, ${quoted(this.host())}]`);
  }

  patterns(): string {
    const pattern = () => `/^https:\\/\\/${escaped(this.host())}$/`;
    return this.constant('patterns', `[${pattern()}, ${pattern()}]`);
  }

  mixed(): string {
    return this.constant('allowed', `[${quoted(this.origin())}, /\\.${escaped(this.domain())}$/]`);
  }

  name(like: string): string {
    const taken = this.#shared.declarations.length;
    return taken === 0 ? like : `${like}${taken + 1}`;
  }
}

interface Shared {
  readonly declarations: string[];
  readonly hosts: Set<string>;
}

export function quoted(text: string): string {
  return `'${text}'`;
}

/** The text as it stands in a regular expression. */
export function escaped(text: string): string {
  return text.replaceAll('.', '\\.').replaceAll('/', '\\/');
}
