import { CHANGED_ATOMS } from './changed-atoms.ts';
import { FIXED_ATOMS } from './fixed-atoms.ts';
import { MORE_ATOMS } from './more-atoms.ts';
import { escaped, quoted, type Scene } from './scene.ts';

/** A test of the origin, as people write it: an expression that is taken for a yes or a no. */
export type Atom = (scene: Scene) => string;

/** Comparisons with one text. */
const COMPARED: Readonly<Record<string, Atom>> = {
  equals: s => `${s.o} === ${quoted(s.origin())}`,
  'equals, turned round': s => `${quoted(s.origin())} === ${s.o}`,
  'loosely equals': s => `${s.o} == ${quoted(s.origin())}`,
  'equals not': s => `${s.o} !== ${quoted(s.origin())}`,
  'not equals not': s => `!(${s.o} !== ${quoted(s.origin())})`,
  'Object.is': s => `Object.is(${s.o}, ${quoted(s.origin())})`,
  'equals a constant': s => `${s.o} === ${s.constant('main', quoted(s.origin()))}`,
  'equals a template': s => `${s.o} === \`https://\${${s.constant('host', quoted(s.host()))}}\``,
  'equals a sum': s => `${s.o} === 'https://' + ${s.constant('host', quoted(s.host()))}`,
  'text of it equals': s => `String(${s.o}) === ${quoted(s.origin())}`,
  'template of it equals': s => `\`\${${s.o}}\` === ${quoted(s.origin())}`,
  'sum of it equals': s => `${s.o} + '' === ${quoted(s.origin())}`,
  'sum with a slash equals': s => `${s.o} + '/' === ${quoted(`${s.origin()}/`)}`,
  'lower case equals': s => `${s.o}?.toLowerCase() === ${quoted(s.origin())}`,
  'trimmed equals': s => `(${s.o} || '').trim() === ${quoted(s.origin())}`,
  localeCompare: s => `(${s.o} ?? '').localeCompare(${quoted(s.origin())}) === 0`,
  'equals null': s => `${s.o} === 'null'`,
  'equals not null': s => `${s.o} !== 'null'`,
  truthy: s => s.o,
  'not truthy': s => `!${s.o}`,
  'twice not': s => `!!${s.o}`,
  Boolean: s => `Boolean(${s.o})`,
  'is undefined': s => `${s.o} === undefined`,
  'is text': s => `typeof ${s.o} === 'string'`,
  'is nullish': s => `${s.o} == null`,
  'is void': s => `${s.o} === void 0`,
  'void of it': s => `void ${s.o}`,
  'is long': s => `(${s.o} || '').length > ${s.dice.pick([0, 5, 20])}`,
  'or a default': s => `(${s.o} || ${quoted(s.origin())}) === ${quoted(s.origin())}`,
  'nullish default': s => `(${s.o} ?? 'none') === ${quoted(s.origin())}`,
};

/** Membership in a list. */
const LISTED: Readonly<Record<string, Atom>> = {
  includes: s => `${s.list()}.includes(${s.o})`,
  'includes, written in place': s => `${s.array()}.includes(${s.o})`,
  'includes lower case': s => `${s.list()}.includes(${s.o}?.toLowerCase())`,
  'includes not': s => `!${s.list()}.includes(${s.o})`,
  'includes from a place': s => `${s.list()}.includes(${s.o}, ${s.dice.pick([0, 1])})`,
  'indexOf not -1': s => `${s.list()}.indexOf(${s.o}) !== -1`,
  'indexOf loosely': s => `${s.list()}.indexOf(${s.o}) != -1`,
  'indexOf above -1': s => `${s.list()}.indexOf(${s.o}) > -1`,
  'indexOf from 0': s => `${s.list()}.indexOf(${s.o}) >= 0`,
  'indexOf from -1': s => `${s.list()}.indexOf(${s.o}) >= -1`,
  'indexOf is -1': s => `${s.list()}.indexOf(${s.o}) === -1`,
  'indexOf below 0': s => `${s.list()}.indexOf(${s.o}) < 0`,
  'indexOf alone': s => `${s.list()}.indexOf(${s.o})`,
  'indexOf is 0': s => `${s.list()}.indexOf(${s.o}) === 0`,
  'bits of indexOf': s => `~${s.list()}.indexOf(${s.o})`,
  'bits of indexOf, twice not': s => `!!~${s.list()}.indexOf(${s.o})`,
  lastIndexOf: s => `${s.list()}.lastIndexOf(${s.o}) !== -1`,
  some: s => `${s.list()}.some(it => it === ${s.o})`,
  'some of a function': s => `${s.list()}.some(function (it) { return it === ${s.o}; })`,
  'some starts': s => `${s.list()}.some(it => ${s.o}?.startsWith(it))`,
  'some ends': s => `${s.domains()}.some(it => (${s.o} || '').endsWith(it))`,
  'some is contained': s => `${s.domains()}.some(it => (${s.o} ?? '').includes(it))`,
  'some, asynchronously': s => `${s.list()}.some(async it => it === ${s.o})`,
  'every is another': s => `${s.list()}.every(it => it !== ${s.o})`,
  'not every is another': s => `!${s.list()}.every(it => it !== ${s.o})`,
  find: s => `${s.list()}.find(it => it === ${s.o})`,
  'find, twice not': s => `!!${s.list()}.find(it => it === ${s.o})`,
  'find is something': s => `${s.list()}.find(it => it === ${s.o}) !== undefined`,
  'find is it': s => `${s.list()}.find(it => it === ${s.o}) === ${s.o}`,
  findLast: s => `${s.list()}.findLast(it => it === ${s.o}) !== undefined`,
  'findIndex not -1': s => `${s.list()}.findIndex(it => it === ${s.o}) !== -1`,
  'findIndex from 0': s => `${s.list()}.findIndex(it => it === ${s.o}) >= 0`,
  'filter leaves some': s => `${s.list()}.filter(it => it === ${s.o}).length > 0`,
  'filter leaves one': s => `${s.list()}.filter(it => it === ${s.o}).length === 1`,
  'filter leaves something': s => `${s.list()}.filter(it => it === ${s.o}).length`,
  'filter, the first': s => `${s.list()}.filter(it => it === ${s.o})[0]`,
  'filter, then includes': s => `${s.list()}.filter(it => it !== ${quoted(s.origin())}).includes(${s.o})`,
  reduce: s => `${s.list()}.reduce((found, it) => found || it === ${s.o}, false)`,
  'map, then includes': s => `${s.list()}.map(it => it.toLowerCase()).includes(${s.o})`,
  'map to tests': s => `${s.list()}.map(it => it === ${s.o}).includes(true)`,
  'map to origins': s => `${s.hostList()}.map(it => \`https://\${it}\`).includes(${s.o})`,
  concat: s => `${s.list()}.concat(${s.array()}).includes(${s.o})`,
  spread: s => `[...${s.list()}, ${quoted(s.origin())}].includes(${s.o})`,
  slice: s => `${s.list(2)}.slice(1).includes(${s.o})`,
  reverse: s => `[...${s.list(2)}].reverse()[0] === ${s.o}`,
  at: s => `${s.list(2)}.at(-1) === ${s.o}`,
  'by index': s => `${s.list(2)}[0] === ${s.o}`,
  'text of a list': s => `${s.list()}.toString().includes(${s.o})`,
  'joined, then includes': s => `${s.list()}.join(',').includes(${s.o})`,
  'joined, then indexOf': s => `${s.list()}.join().indexOf(${s.o}) !== -1`,
  'in a text': s => `${quoted(s.origins().join(','))}.includes(${s.o})`,
  'in a split text': s => `${s.constant('allowed', quoted(s.origins().join(',')))}.split(',').includes(${s.o})`,
  'in a trimmed text': s => `${quoted(s.origins().join(', '))}.split(',').map(it => it.trim()).includes(${s.o})`,
  'Set has': s => `${s.constant('allowed', `new Set(${s.array()})`)}.has(${s.o})`,
  'Set has, written in place': s => `new Set(${s.array()}).has(${s.o})`,
  'Set has not': s => `!${s.constant('blocked', `new Set(${s.array()})`)}.has(${s.o})`,
  'Set, spread': s => `[...${s.constant('allowed', `new Set(${s.array()})`)}].includes(${s.o})`,
  'Map has': s =>
    `${s.constant('tenants', `new Map([[${quoted(s.origin())}, 1], [${quoted(s.origin())}, 2]])`)}.has(${s.o})`,
  'Map get': s => `${s.constant('tenants', `new Map([[${quoted(s.origin())}, true]])`)}.get(${s.o}) === true`,
  'in an object': s => `${s.o} in ${s.constant('allowed', `{ ${quoted(s.origin())}: true }`)}`,
  'of an object': s => `${s.constant('allowed', `{ ${quoted(s.origin())}: true }`)}[${s.o}]`,
  'of an object is true': s => `${s.constant('allowed', `{ ${quoted(s.origin())}: true }`)}[${s.o}] === true`,
  'Object.hasOwn': s => `Object.hasOwn(${s.constant('allowed', `{ ${quoted(s.origin())}: 1 }`)}, ${s.o})`,
  'has its own': s => `${s.constant('allowed', `{ ${quoted(s.origin())}: 1 }`)}.hasOwnProperty(${s.o})`,
  'Object.keys': s => `Object.keys(${s.constant('allowed', `{ ${quoted(s.origin())}: 1 }`)}).includes(${s.o})`,
  'Object.values': s => `Object.values(${s.constant('sites', `{ main: ${quoted(s.origin())} }`)}).includes(${s.o})`,
  'Object.entries': s =>
    `Object.entries(${s.constant('sites', `{ main: ${quoted(s.origin())} }`)}).some(([, site]) => site === ${s.o})`,
  'includes of the prototype': s => `Array.prototype.includes.call(${s.list()}, ${s.o})`,
  'includes, bound': s => `${s.list()}.includes.bind(${s.list()})(${s.o})`,
};

/** Parts of the text. */
const PARTS: Readonly<Record<string, Atom>> = {
  startsWith: s => `${s.o}.startsWith(${quoted(s.origin())})`,
  'startsWith, perhaps': s => `${s.o}?.startsWith('https://')`,
  'startsWith at a place': s => `(${s.o} || '').startsWith(${quoted(s.host())}, 8)`,
  endsWith: s => `${s.o}.endsWith(${quoted(s.domain())})`,
  'endsWith with a dot': s => `${s.o}?.endsWith(${quoted(`.${s.domain()}`)})`,
  'endsWith, or the empty text': s => `(${s.o} || '').endsWith(${quoted(`.${s.domain()}`)})`,
  'endsWith up to a place': s => `(${s.o} || '').endsWith('https', 5)`,
  contains: s => `(${s.o} ?? '').includes(${quoted(s.domain())})`,
  'contains from a place': s => `(${s.o} ?? '').includes(${quoted(s.domain())}, 4)`,
  'starts by indexOf': s => `(${s.o} || '').indexOf(${quoted(s.origin())}) === 0`,
  'contains by indexOf': s => `(${s.o} || '').indexOf(${quoted(s.domain())}) !== -1`,
  'contains not by indexOf': s => `(${s.o} || '').indexOf(${quoted(s.domain())}) === -1`,
  'inside by indexOf': s => `(${s.o} || '').indexOf(${quoted(s.domain())}) > 0`,
  'contains by lastIndexOf': s => `(${s.o} || '').lastIndexOf(${quoted(s.domain())}) > -1`,
  search: s => `(${s.o} || '').search(/${escaped(s.domain())}$/) !== -1`,
  'slice from the start': s => `(${s.o} || '').slice(8) === ${quoted(s.host())}`,
  'slice from the end': s => {
    const domain = `.${s.domain()}`;
    return `(${s.o} || '').slice(-${domain.length}) === ${quoted(domain)}`;
  },
  'slice of the head': s => {
    const origin = s.origin();
    return `(${s.o} || '').slice(0, ${origin.length}) === ${quoted(origin)}`;
  },
  substring: s => `(${s.o} || '').substring(8) === ${quoted(s.host())}`,
  substr: s => `(${s.o} || '').substr(0, 8) === 'https://'`,
  'first character': s => `(${s.o} || '').charAt(0) === 'h'`,
  'split at the scheme': s => `(${s.o} || '').split('://')[1] === ${quoted(s.host())}`,
  'split, the last': s => `(${s.o} || '').split('//').pop() === ${quoted(s.host())}`,
  'split, two labels': s => `(${s.o} || '').split('.').slice(-2).join('.') === ${quoted(s.domain())}`,
  'split includes': s => `(${s.o} || '').split('/').includes(${quoted(s.host())})`,
  'replace a text': s => `(${s.o} || '').replace('https://', '') === ${quoted(s.host())}`,
  'replace a pattern': s => `(${s.o} || '').replace(/^https?:\\/\\//, '') === ${quoted(s.host())}`,
};

/** Regular expressions. */
const PATTERNS: Readonly<Record<string, Atom>> = {
  'test of a whole': s => `/^https:\\/\\/${escaped(s.host())}$/.test(${s.o})`,
  'test of below': s => `/^https:\\/\\/([a-z0-9-]+\\.)*${escaped(s.domain())}$/.test(${s.o})`,
  'test of any below': s => `/^https?:\\/\\/.*\\.${escaped(s.domain())}$/.test(${s.o})`,
  'test without an end': s => `/^https:\\/\\/${escaped(s.host())}/.test(${s.o})`,
  'test without a start': s => `/${escaped(s.domain())}$/.test(${s.o})`,
  'test, dots for anything': s => `/^https:\\/\\/${s.host()}$/.test(${s.o})`,
  'test, whatever the case': s => `/^https:\\/\\/${escaped(s.host()).toUpperCase()}$/i.test(${s.o})`,
  'test with a port': s => `/^https?:\\/\\/${escaped(s.host())}(:\\d+)?$/.test(${s.o})`,
  'test not': s => `!/${escaped(s.domain())}/.test(${s.o})`,
  'test of a constant': s => `${s.constant('pattern', `/^https:\\/\\/${escaped(s.host())}$/`)}.test(${s.o})`,
  'test of choices': s => `/^https:\\/\\/(${escaped(s.host())}|${escaped(s.host())})$/.test(${s.o})`,
  'RegExp of a text': s => `new RegExp('^https://${escaped(s.host()).replaceAll('\\', '\\\\')}$').test(${s.o})`,
  'RegExp of a template': s => `new RegExp(\`\${${s.constant('domain', quoted(s.domain()))}}$\`).test(${s.o})`,
  'RegExp without new': s => `RegExp('${s.domain()}$', 'i').test(${s.o})`,
  match: s => `(${s.o} || '').match(/^https:\\/\\/${escaped(s.host())}$/)`,
  'match is something': s => `${s.o}?.match(/${escaped(s.domain())}$/) != null`,
  exec: s => `/^https:\\/\\/${escaped(s.host())}$/.exec(${s.o}) !== null`,
  'some tests': s => `${s.patterns()}.some(it => it.test(${s.o}))`,
  'some texts and patterns': s => `${s.mixed()}.some(it => (it instanceof RegExp ? it.test(${s.o}) : it === ${s.o}))`,
  'some, by type': s => `${s.mixed()}.some(it => (typeof it === 'string' ? it === ${s.o} : it.test(${s.o})))`,
};

/** Parts of the URL; what is no URL throws. */
const URLS: Readonly<Record<string, Atom>> = {
  hostname: s => `new URL(${s.o}).hostname === ${quoted(s.host())}`,
  host: s => `new URL(${s.o}).host === ${quoted(s.host())}`,
  'host ends': s => `new URL(${s.o}).hostname.endsWith(${quoted(`.${s.domain()}`)})`,
  'hosts include': s => `${s.hostList()}.includes(new URL(${s.o}).hostname)`,
  protocol: s => `new URL(${s.o}).protocol === 'https:'`,
  port: s => `new URL(${s.o}).port === ''`,
  'origin of the URL': s => `new URL(${s.o}).origin === ${quoted(s.origin())}`,
  'host, where it can be parsed': s => `URL.canParse(${s.o}) && new URL(${s.o}).hostname === ${quoted(s.host())}`,
  'host, where there is one': s => `(${s.o} ? new URL(${s.o}).hostname : '') === ${quoted(s.host())}`,
  'URL of one or the other': s => `new URL(${s.o} ? ${s.o} : 'https://x.example').hostname === ${quoted(s.host())}`,
};

/** What the module declares, and is called with the origin. */
const CALLS: Readonly<Record<string, Atom>> = {
  'a function': s =>
    `${s.declare('isAllowed', name => `function ${name}(value) {\n  return ${s.array()}.includes(value);\n}`)}(${s.o})`,
  'an arrow': s => `${s.constant('isAllowed', `value => value === ${quoted(s.origin())}`)}(${s.o})`,
  'a function with a default': s =>
    `${s.constant('isAllowed', `(value = ${quoted(s.origin())}) => value === ${quoted(s.origin())}`)}(${s.o})`,
  'a function that makes one': s =>
    `${s.constant('among', 'list => value => list.includes(value)')}(${s.array()})(${s.o})`,
  'a function of several': s =>
    `${s.constant('either', '(...tests) => value => tests.some(test => test(value))')}(it => it === ${quoted(s.origin())}, it => it === ${quoted(s.origin())})(${s.o})`,
  'a static method': s =>
    `${s.declare('Origins', name => `class ${name} {\n  static allowed = ${s.array()};\n  static has(value) {\n    return this.allowed.includes(value);\n  }\n}`)}.has(${s.o})`,
  'a method': s =>
    `${s.declare('origins', name => `class Type${name} {\n  constructor(list) {\n    this.list = list;\n  }\n  has(value) {\n    return this.list.includes(value);\n  }\n}\nconst ${name} = new Type${name}(${s.array()});`)}.has(${s.o})`,
  'a method by suffix': s =>
    `${s.declare('origins', name => `class Type${name} {\n  #suffix;\n  constructor(suffix) {\n    this.#suffix = suffix;\n  }\n  has(value) {\n    return (value || '').endsWith(this.#suffix);\n  }\n}\nconst ${name} = new Type${name}(${quoted(s.domain())});`)}.has(${s.o})`,
  'a method of an object': s =>
    `${s.constant('origins', `{ list: ${s.array()}, has(value) { return this.list.includes(value); } }`)}.has(${s.o})`,
  'a property of an object': s =>
    `${s.constant('config', `{ cors: { origins: ${s.array()} } }`)}.cors.origins.includes(${s.o})`,
  'called in place': s => `(value => ${s.array()}.includes(value))(${s.o})`,
  'an asynchronous function, not awaited': s =>
    `${s.declare('isAllowed', name => `async function ${name}(value) {\n  return ${s.array()}.includes(value);\n}`)}(${s.o})`,
  'a loop in place': s => `(() => { for (const it of ${s.array()}) if (it === ${s.o}) return true; return false; })()`,
};

export const ATOMS: Readonly<Record<string, Atom>> = {
  ...COMPARED,
  ...LISTED,
  ...PARTS,
  ...PATTERNS,
  ...URLS,
  ...CALLS,
  ...MORE_ATOMS,
  ...CHANGED_ATOMS,
  ...FIXED_ATOMS,
};
