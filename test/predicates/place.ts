import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import type { Scene } from './scene.ts';
import type { Start } from './start.ts';
import type { Sink } from './statements.ts';

/** A way in which a library takes a predicate. */
export interface Place {
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages that stand under another name here: `h3` → `h3v1`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** What holds the origin within the predicate. */
  readonly o: string;
  readonly sinks: readonly Sink[];
  /** The module, around the statements of the predicate. */
  readonly module: (statements: readonly string[], scene: Scene) => readonly string[];
  readonly start: Start;
  /** Which requests make sense; all of them otherwise. */
  readonly asks?: (request: ServerRequest) => boolean;
  /** What no request decides picks one of two policies. */
  readonly undecided?: boolean;
  /** The predicate is asynchronous. */
  readonly waits?: boolean;
}

/** An origin function that calls back. */
export const CALLBACK: readonly Sink[] = [
  { yes: 'return callback(null, true);', no: 'return callback(null, false);', value: it => `callback(null, ${it});` },
  { yes: 'return callback(null, true);', no: "return callback(new Error('Not allowed by CORS'));" },
  {
    yes: 'return callback(null, origin);',
    no: 'return callback(null, false);',
    value: it => `callback(null, ${it} ? origin : false);`,
  },
  { yes: '{ callback(null, true); return; }', no: "{ callback(new Error('no')); return; }" },
  {
    yes: 'return callback(null, true);',
    no: 'return callback(null, false);',
    value: it => `callback(${it} ? null : new Error('no'), true);`,
  },
];

/** An origin function that returns whether. */
export const WHETHER: readonly Sink[] = [
  { yes: 'return true;', no: 'return false;', value: it => `return ${it};` },
  { yes: 'return true;', no: 'return;', value: it => `return !!(${it});` },
];

/** An origin function that returns what is sent. */
export const WHICH: readonly Sink[] = [
  { yes: 'return origin;', no: 'return null;', value: it => `return ${it} ? origin : null;` },
  { yes: 'return origin;', no: "return '';", value: it => `return (${it}) ? origin : '';` },
  { yes: 'return origin;', no: 'return undefined;' },
  {
    yes: 'return origin;',
    no: "return 'https://app.acme.com';",
    value: it => `return ${it} ? origin : 'https://app.acme.com';`,
  },
];

/** The same where nothing but a text or a no makes sense. */
export const WHICH_OR_FALSE: readonly Sink[] = [
  ...WHICH.slice(0, 2),
  { yes: 'return origin;', no: 'return false;', value: it => `return (${it}) && origin;` },
];

/** A function in one of the ways it can be handed over, as lines that begin with what stands before. */
export function handed(
  before: string,
  parameters: string,
  statements: readonly string[],
  { dice, ...scene }: Pick<Scene, 'dice'> & { declare: Scene['declare'] },
  waits = false,
): readonly string[] {
  const wait = waits ? 'async ' : '';
  const named = (declaration: (name: string) => string) => [`${before}${scene.declare('checkOrigin', declaration)},`];
  const body = statements.join('\n');
  switch (dice.below(6)) {
    case 0:
      return [`${before}${wait}function (${parameters}) {`, ...statements, '},'];
    case 1:
      return named(name => `${wait}function ${name}(${parameters}) {\n${body}\n}`);
    case 2:
      return named(name => `const ${name} = ${wait}(${parameters}) => {\n${body}\n};`);
    case 3: {
      const holder = scene.declare(
        'Checks',
        name => `class ${name} {\nstatic ${wait}check(${parameters}) {\n${body}\n}\n}`,
      );
      return [`${before}${holder}.check,`];
    }
    default:
      return [`${before}${wait}(${parameters}) => {`, ...statements, '},'];
  }
}

/** Options with a function under `origin`, and perhaps credentials: lines from brace to brace. */
export function options(
  parameters: string,
  statements: readonly string[],
  scene: Scene,
  waits = false,
): readonly string[] {
  const open = { dice: scene.dice, declare: scene.declare.bind(scene) };
  return [
    '{',
    ...handed('origin: ', parameters, statements, open, waits),
    ...(scene.dice.chance(0.5) ? ['credentials: true,'] : []),
    '}',
  ];
}

/** Text before the first line and after the last. */
export function wrap(before: string, lines: readonly string[], after: string): readonly string[] {
  const [first = '', ...rest] = lines;
  return rest.length === 0
    ? [`${before}${first}${after}`]
    : [`${before}${first}`, ...rest.slice(0, -1), `${rest.at(-1) ?? ''}${after}`];
}
