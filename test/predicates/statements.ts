import { quoted, type Scene } from './scene.ts';

/** How a place in code lets an origin in or turns it down: statements, which end the function unless `flat`. */
export interface Sink {
  readonly yes: string;
  readonly no: string;
  /** The decision is an expression. */
  readonly value?: (test: string) => string;
  /** What follows is reached in any case. */
  readonly flat?: boolean;
}

export interface Form {
  /** How many tests it is made of. */
  readonly tests: 0 | 1 | 2;
  /** It need not end the function. */
  readonly flat?: boolean;
  /** Only in an asynchronous function. */
  readonly waits?: boolean;
  readonly write: (scene: Scene, sink: Sink, tests: readonly string[]) => readonly string[];
}

function form(tests: Form['tests'], write: Form['write'], more: Partial<Form> = {}): Form {
  return { tests, write, ...more };
}

/** A form that fits everywhere. */
function flat(tests: Form['tests'], write: Form['write']): Form {
  return form(tests, write, { flat: true });
}

/** Ends in a choice by an expression. */
function choose({ yes, no }: Sink, test: string): readonly string[] {
  return no === '' ? [`if (${test}) {`, yes, '}'] : [`if (${test}) {`, yes, '} else {', no, '}'];
}

const PLAIN: Readonly<Record<string, Form>> = {
  value: form(1, (_, { value, ...sink }, [test = '']) => (value ? [value(test)] : choose(sink, test)), { flat: true }),
  'if, else': flat(1, (_, sink, [test = '']) => choose(sink, test)),
  'if, then no': form(1, (_, { yes, no }, [test]) => [`if (${test}) ${yes}`, no]),
  'unless, then yes': form(1, (_, { yes, no }, [test]) => [`if (!(${test})) ${no}`, yes]),
  'a constant': flat(1, (_, sink, [test]) => [`const ok = ${test};`, ...choose(sink, 'ok')]),
  'a variable set later': flat(1, (_, sink, [test]) => ['let ok;', `ok = ${test};`, ...choose(sink, 'ok')]),
  'a flag': flat(1, (_, sink, [test]) => ['let ok = false;', `if (${test}) ok = true;`, ...choose(sink, 'ok')]),
  'a flag that falls': flat(1, (_, sink, [test]) => [
    'let bad = true;',
    `if (${test}) bad = false;`,
    ...choose(sink, '!bad'),
  ]),
  'a logical assignment': flat(2, (_, sink, [one, two]) => [
    `let ok = ${one};`,
    `ok ||= ${two};`,
    ...choose(sink, 'ok'),
  ]),
  'else if': form(2, (_, { yes, no }, [one, two]) => [
    `if (${one}) {`,
    yes,
    `} else if (${two}) {`,
    yes,
    '} else {',
    no,
    '}',
  ]),
  'if in if': form(2, (_, { yes, no }, [one, two]) => [`if (${one}) {`, `if (${two}) ${yes}`, '}', no]),
  'one, then the other': form(2, (_, { yes, no }, [one, two]) => [`if (${one}) ${yes}`, `if (${two}) ${yes}`, no]),
  'but not the other': form(2, (_, { yes, no }, [one, two]) => [`if (${one}) ${no}`, `if (${two}) ${yes}`, no]),
  'without origin, yes': form(1, (s, { yes, no }, [test]) => [`if (!${s.o}) ${yes}`, `if (${test}) ${yes}`, no]),
  'without origin, no': form(1, (s, { yes, no }, [test]) => [`if (!${s.o}) ${no}`, `if (${test}) ${yes}`, no]),
  'the list of verdicts, some': flat(2, (_, sink, [one, two]) => [
    `const verdicts = [${one}, ${two}];`,
    ...choose(sink, 'verdicts.some(Boolean)'),
  ]),
  'the list of verdicts, every': flat(2, (_, sink, [one, two]) => [
    `const verdicts = [${one}, ${two}];`,
    ...choose(sink, 'verdicts.every(it => it)'),
  ]),
  'the list of verdicts, true': flat(2, (_, sink, [one, two]) => [
    `const verdicts = [!!(${one}), !!(${two})];`,
    ...choose(sink, 'verdicts.includes(true)'),
  ]),
  'a function of its own': flat(1, (_, sink, [test]) => [
    'const decide = () => {',
    `if (${test}) return true;`,
    'return false;',
    '};',
    ...choose(sink, 'decide()'),
  ]),
  'a function in place': flat(1, (_, sink, [test]) => [
    'const ok = (() => {',
    `return ${test};`,
    '})();',
    ...choose(sink, 'ok'),
  ]),
  'try, catch': form(1, (_, { yes, no }, [test]) => ['try {', `if (${test}) ${yes}`, no, '} catch {', no, '}']),
  'try with a flag': flat(1, (_, sink, [test]) => [
    'let ok = false;',
    'try {',
    `ok = ${test};`,
    '} catch {',
    'ok = false;',
    '}',
    ...choose(sink, 'ok'),
  ]),
  'try, open on error': flat(1, (_, sink, [test]) => [
    'let ok = true;',
    'try {',
    `ok = ${test};`,
    '} catch {}',
    ...choose(sink, 'ok'),
  ]),
  'try, finally': flat(1, (_, sink, [test]) => [
    'let ok = false;',
    'try {',
    `ok = ${test};`,
    '} catch {',
    '} finally {',
    ...choose(sink, 'ok'),
    '}',
  ]),
  'switch of true': flat(2, (_, { yes, no }, [one, two]) => [
    'switch (true) {',
    `case !!(${one}):`,
    `case !!(${two}):`,
    yes,
    'break;',
    'default:',
    no,
    '}',
  ]),
  'a choice of three': flat(2, (_, sink, [one, two]) => [
    `const ok = ${one} ? true : ${two} ? true : false;`,
    ...choose(sink, 'ok'),
  ]),
};

const WAITING: Readonly<Record<string, Form>> = {
  awaited: form(1, (_, sink, [test]) => [`const ok = await Promise.resolve(${test});`, ...choose(sink, 'ok')], {
    flat: true,
    waits: true,
  }),
  'awaited in the test': form(1, (_, sink, [test]) => choose(sink, `await Promise.resolve(${test})`), {
    flat: true,
    waits: true,
  }),
  'an asynchronous function, not awaited': form(
    1,
    (_, sink, [test]) => [`const decide = async () => ${test};`, 'const ok = decide();', ...choose(sink, 'ok')],
    { flat: true, waits: true },
  ),
  'a promise, awaited later': form(
    1,
    (_, sink, [test]) => [
      `const decide = async () => ${test};`,
      'const later = decide();',
      ...choose(sink, 'await later'),
    ],
    { flat: true, waits: true },
  ),
  'an asynchronous function': form(
    1,
    (_, sink, [test]) => [`const decide = async () => ${test};`, ...choose(sink, 'await decide()')],
    { flat: true, waits: true },
  ),
};

const LOOPS: Readonly<Record<string, Form>> = {
  'for of': form(0, (s, { yes, no }) => [`for (const it of ${s.list()}) {`, `if (it === ${s.o}) ${yes}`, '}', no]),
  'for of with a flag': flat(0, (s, sink) => [
    'let ok = false;',
    `for (const it of ${s.list()}) {`,
    `if (it === ${s.o}) ok = true;`,
    '}',
    ...choose(sink, 'ok'),
  ]),
  'for of, break': flat(0, (s, sink) => [
    'let ok = false;',
    `for (const it of ${s.list()}) {`,
    `if (it === ${s.o}) {`,
    'ok = true;',
    'break;',
    '}',
    '}',
    ...choose(sink, 'ok'),
  ]),
  'for of, continue': form(0, (s, { yes, no }) => [
    `for (const it of ${s.list()}) {`,
    `if (it !== ${s.o}) continue;`,
    yes,
    '}',
    no,
  ]),
  'for of patterns': form(0, (s, { yes, no }) => [
    `for (const it of ${s.patterns()}) {`,
    `if (it.test(${s.o})) ${yes}`,
    '}',
    no,
  ]),
  'for of domains': form(0, (s, { yes, no }) => [
    `for (const it of ${s.domains()}) {`,
    `if ((${s.o} || '').endsWith(it)) ${yes}`,
    '}',
    no,
  ]),
  'for of, that last counts': flat(0, (s, sink) => [
    'let ok = false;',
    `for (const it of ${s.list()}) {`,
    `ok = it === ${s.o};`,
    '}',
    ...choose(sink, 'ok'),
  ]),
  'for by index': flat(0, (s, sink) => {
    const list = s.list();
    return [
      'let ok = false;',
      `for (let i = 0; i < ${list}.length; i++) {`,
      `if (${list}[i] === ${s.o}) ok = true;`,
      '}',
      ...choose(sink, 'ok'),
    ];
  }),
  'for by index, in time': form(0, (s, { yes, no }) => {
    const list = s.list();
    return [`for (let i = 0; i < ${list}.length; i++) {`, `if (${list}[i] === ${s.o}) ${yes}`, '}', no];
  }),
  'for in': form(0, (s, { yes, no }) => {
    const sites = s.constant('sites', `{ main: ${quoted(s.origin())}, other: ${quoted(s.origin())} }`);
    return [`for (const key in ${sites}) {`, `if (${sites}[key] === ${s.o}) ${yes}`, '}', no];
  }),
  while: flat(0, (s, sink) => {
    const list = s.list();
    return [
      'let i = 0;',
      `while (i < ${list}.length && ${list}[i] !== ${s.o}) i++;`,
      ...choose(sink, `i < ${list}.length`),
    ];
  }),
  forEach: flat(0, (s, sink) => [
    'let ok = false;',
    `${s.list()}.forEach(it => {`,
    `if (it === ${s.o}) ok = true;`,
    '});',
    ...choose(sink, 'ok'),
  ]),
  'forEach with or': flat(0, (s, sink) => [
    'let ok = false;',
    `${s.domains()}.forEach(it => {`,
    `ok = ok || (${s.o} ?? '').endsWith(it);`,
    '});',
    ...choose(sink, 'ok'),
  ]),
  'a counter': flat(0, (s, sink) => [
    'let hits = 0;',
    `for (const it of ${s.list()}) if (it === ${s.o}) hits++;`,
    ...choose(sink, 'hits > 0'),
  ]),
  'the first of a filter': flat(0, (s, sink) => [
    `const [hit] = ${s.list()}.filter(it => it === ${s.o});`,
    ...choose(sink, 'hit'),
  ]),
  'the found one': flat(0, (s, sink) => [
    `const hit = ${s.list()}.find(it => it === ${s.o});`,
    ...choose(sink, 'hit !== undefined'),
  ]),
  'a place in the list': flat(0, (s, sink) => [`const at = ${s.list()}.indexOf(${s.o});`, ...choose(sink, 'at > -1')]),
  switch: flat(0, (s, { yes, no }) => [
    `switch (${s.o}) {`,
    ...s.origins().map(it => `case ${quoted(it)}:`),
    yes,
    'break;',
    'default:',
    no,
    '}',
  ]),
  'switch, then no': form(0, (s, { yes, no }) => [
    `switch (${s.o}) {`,
    ...s.origins().map(it => `case ${quoted(it)}:`),
    yes,
    '}',
    no,
  ]),
  'a URL by parts': form(0, (s, { yes, no }) => [
    `if (!${s.o}) ${no}`,
    `const { hostname, protocol } = new URL(${s.o});`,
    `if (protocol === 'https:' && hostname === ${quoted(s.host())}) ${yes}`,
    no,
  ]),
  'a URL in try': flat(0, (s, sink) => [
    "let host = '';",
    'try {',
    `host = new URL(${s.o}).hostname;`,
    '} catch {}',
    ...choose(sink, `${s.hostList()}.includes(host)`),
  ]),
  'a cut text': flat(0, (s, sink) => [
    `let site = ${s.o} || '';`,
    "site = site.replace('https://', '');",
    ...choose(sink, `site === ${quoted(s.host())}`),
  ]),
  'a changed text': flat(0, (s, sink) => [
    `let site = ${s.o} || '';`,
    'site = site.toLowerCase();',
    ...choose(sink, `${s.list()}.includes(site)`),
  ]),
};

export const FORMS: Readonly<Record<string, Form>> = { ...PLAIN, ...WAITING, ...LOOPS };
