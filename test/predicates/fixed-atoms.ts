import { quoted, type Scene } from './scene.ts';

type Atom = (scene: Scene) => string;

/** A test of the origin beside what no request decides: a configuration, the command line, the time, the machine, a number. */
const beside =
  (open: Atom): Atom =>
  s =>
    `(${open(s)}) || ${s.o} === ${quoted(s.origin())}`;

/** What a module imports; such declarations stand anywhere. */
function imported(s: Scene, what: string, from: string): string {
  return s.declare(what, name => `import { ${what} as ${name} } from '${from}';`);
}

const OPEN: Readonly<Record<string, Atom>> = {
  'a flag in JSON': s => `${s.constant('config', `JSON.parse('{"open":false}')`)}.open`,
  'a flag of the command line': s => `${s.constant('open', "process.argv.includes('--open')")}`,
  'the name of the machine': s => `${imported(s, 'hostname', 'node:os')}() === 'nobody'`,
  'a file': s => `${imported(s, 'existsSync', 'node:fs')}('/no/such/file')`,
  'a deadline': s => `Date.now() < ${s.constant('until', "Date.parse('2020-01-01')")}`,
  'the type of a global': () => "typeof window !== 'undefined'",
  'a number in a text': () => "parseInt('0', 10) > 1",
  'the larger number': () => 'Math.max(0, -1) > 0',
  'a shifted number': () => '2 ** 3 >> 4',
  'a bit': s => `${s.constant('mode', '2')} & ${s.constant('flag', '1 << 0')}`,
  'a getter over a private field': s =>
    `${s.declare('config', name => `class Type${name} {\n  #open = Number('0') > 1;\n  get open() {\n    return this.#open;\n  }\n}\nconst ${name} = new Type${name}();`)}.open`,
};

/** What is found for an origin, held against what is not known. */
const STATES: Readonly<Record<string, Atom>> = {
  'a state by its symbol': s =>
    `${s.declare('state', name => `const on${name} = Symbol('on');\nconst off${name} = Symbol('off');\nconst ${name} = { ${quoted(s.origin())}: on${name}, 'https://old.example': off${name} };`)}[${s.o}] === ${s.constant('wanted', "Symbol('on')")}`,
  'a state of a package': s =>
    `${s.constant('state', `new Map([[${quoted(s.origin())}, 0], ['https://old.example', 1]])`)}.get(${s.o}) === ${imported(s, 'constants', 'node:fs')}.F_OK`,
  'a deadline by origin': s =>
    `${s.constant('until', `{ ${quoted(s.origin())}: 8e15, 'https://old.example': 0 }`)}[${s.o}] > Date.now()`,
  'records with a deadline': s =>
    `${s.constant('clients', `[{ origin: ${quoted(s.origin())}, until: 8e15 }, { origin: ${quoted(s.origin())}, until: 0 }]`)}.some(it => it.origin === ${s.o} && it.until > Date.now())`,
};

export const FIXED_ATOMS: Readonly<Record<string, Atom>> = {
  ...Object.fromEntries(Object.entries(OPEN).map(([name, it]) => [`${name}, or equal`, beside(it)])),
  ...STATES,
};
