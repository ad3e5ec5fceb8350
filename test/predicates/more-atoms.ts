import { escaped, quoted, type Scene } from './scene.ts';

type Atom = (scene: Scene) => string;

/** Where a module keeps whom it lets in: private fields, getters, statics, maps of sets, closures, copies. */
const KEPT: Readonly<Record<string, Atom>> = {
  'a private field': s =>
    `${s.declare('origins', name => `class Type${name} {\n  #list = ${s.array()};\n  has(value) {\n    return this.#list.includes(value);\n  }\n}\nconst ${name} = new Type${name}();`)}.has(${s.o})`,
  'a private method': s =>
    `${s.declare('origins', name => `class Type${name} {\n  #is(value) {\n    return value === ${quoted(s.origin())};\n  }\n  has(value) {\n    return this.#is(value);\n  }\n}\nconst ${name} = new Type${name}();`)}.has(${s.o})`,
  'a getter': s =>
    `${s.declare('origins', name => `class Type${name} {\n  get list() {\n    return ${s.array()};\n  }\n}\nconst ${name} = new Type${name}();`)}.list.includes(${s.o})`,
  'a getter of an object': s =>
    `${s.constant('config', `{ get allowed() { return ${s.array()}; } }`)}.allowed.includes(${s.o})`,
  'a static list': s =>
    `${s.declare('Config', name => `class ${name} {\n  static allowed = new Set(${s.array()});\n}`)}.allowed.has(${s.o})`,
  'a static getter': s =>
    `${s.declare('Config', name => `class ${name} {\n  static get allowed() {\n    return ${s.array()};\n  }\n}`)}.allowed.includes(${s.o})`,
  'a static block': s =>
    `${s.declare('Config', name => `class ${name} {\n  static allowed = [];\n  static {\n    this.allowed.push(${quoted(s.origin())});\n  }\n}`)}.allowed.includes(${s.o})`,
  'an inherited method': s =>
    `${s.declare('origins', name => `class Base${name} {\n  has(value) {\n    return this.list.includes(value);\n  }\n}\nclass Type${name} extends Base${name} {\n  list = ${s.array()};\n}\nconst ${name} = new Type${name}();`)}.has(${s.o})`,
  'a map of sets': s =>
    `${s.constant('tenants', `new Map([['main', new Set(${s.array()})], ['other', new Set()]])`)}.get('main')?.has(${s.o})`,
  'a map of lists': s => `${s.constant('tenants', `new Map([['main', ${s.array()}]])`)}.get('main').includes(${s.o})`,
  'a set of a map’s values': s =>
    `[...${s.constant('tenants', `new Map([['main', new Set(${s.array()})], ['other', new Set(${s.array()})]])`)}.values()].some(it => it.has(${s.o}))`,
  'a set that is filled': s =>
    `${s.declare('allowed', name => `const ${name} = new Set();\nfor (const it of ${s.array()}) ${name}.add(it);`)}.has(${s.o})`,
  'a list that is filled': s =>
    `${s.declare('allowed', name => `const ${name} = [];\n${name}.push(${quoted(s.origin())}, ${quoted(s.origin())});`)}.includes(${s.o})`,
  'a closure over a list': s =>
    `${s.declare('isAllowed', name => `const ${name} = (() => {\n  const list = ${s.array()};\n  const among = value => list.includes(value);\n  return value => among(value);\n})();`)}(${s.o})`,
  'a closure within one': s =>
    `${s.declare('isAllowed', name => `function ${name}(value) {\n  const is = other => value === other;\n  return ${s.array()}.some(it => is(it));\n}`)}(${s.o})`,
  'a function with two exits': s =>
    `${s.declare('isAllowed', name => `function ${name}(value) {\n  if (!value) return false;\n  if (value === ${quoted(s.origin())}) return true;\n  return ${s.array()}.indexOf(value) !== -1;\n}`)}(${s.o})`,
  'a function with a default list': s =>
    `${s.constant('isAllowed', `(value, list = ${s.array()}) => list.includes(value)`)}(${s.o})`,
  'a function with options': s =>
    `${s.constant('isAllowed', `(value, { list = ${s.array()}, strict = true } = {}) => strict && list.includes(value)`)}(${s.o})`,
  'a function that is bound': s =>
    `${s.declare('isAllowed', name => `function base${name}(list, value) {\n  return list.includes(value);\n}\nconst ${name} = base${name}.bind(null, ${s.array()});`)}(${s.o})`,
  'a copy of a list': s => `Array.from(${s.list()}).includes(${s.o})`,
  'a copy of a set': s => `Array.from(${s.constant('allowed', `new Set(${s.array()})`)}).includes(${s.o})`,
  'a changed copy': s => `Array.from(${s.hostList()}, it => 'https://' + it).includes(${s.o})`,
  'a structured clone': s => `structuredClone(${s.list()}).includes(${s.o})`,
  'a frozen list': s => `${s.constant('allowed', `Object.freeze(${s.array()})`)}.includes(${s.o})`,
  'keys of an object': s =>
    `Object.keys(${s.constant('sites', `{ ${quoted(s.origin())}: 'a', ${quoted(s.origin())}: 'b' }`)}).some(it => it === ${s.o})`,
  'keys with a yes': s =>
    `Object.entries(${s.constant('sites', `{ ${quoted(s.origin())}: true, ${quoted('https://old.example')}: false }`)}).filter(([, on]) => on).map(([site]) => site).includes(${s.o})`,
  'flattened values': s =>
    `Object.values(${s.constant('sites', `{ main: ${s.array()}, other: ${s.array()} }`)}).flat().includes(${s.o})`,
  'a list of lists': s => `${s.constant('groups', `[${s.array()}, ${s.array()}]`)}.some(it => it.includes(${s.o}))`,
  'records by origin': s =>
    `${s.constant('clients', `[{ origin: ${quoted(s.origin())}, on: true }, { origin: ${quoted(s.origin())}, on: false }]`)}.some(it => it.origin === ${s.o} && it.on)`,
  'found record': s =>
    `${s.constant('clients', `[{ origin: ${quoted(s.origin())}, on: true }, { origin: 'https://old.example', on: false }]`)}.find(it => it.origin === ${s.o})?.on`,
  'found record, or nothing': s =>
    `(${s.constant('clients', `[{ origin: ${quoted(s.origin())}, on: true }]`)}.find(it => it.origin === ${s.o}) ?? {}).on === true`,
};

/** What people do with texts. */
const WORDS: Readonly<Record<string, Atom>> = {
  'lower case, perhaps': s => `${s.list()}.includes(${s.o}?.toLowerCase?.())`,
  'lower case of it in words': s => `String(${s.o}).toLowerCase() === ${quoted(s.origin())}`,
  'upper case': s => `${s.o}?.toUpperCase() === ${quoted(s.origin().toUpperCase())}`,
  normalised: s => `(${s.o} || '').normalize('NFC') === ${quoted(s.origin())}`,
  'compared by locale': s => `${s.list()}.some(it => it.localeCompare(${s.o} ?? '') === 0)`,
  'without a slash at the end': s => `(${s.o} || '').replace(/\\/$/, '') === ${quoted(s.origin())}`,
  'the last two labels': s => `String(${s.o}).split('.').slice(-2).join('.') === ${quoted(s.domain())}`,
  'the last label': s => `(${s.o} ?? '').split('.').pop() === 'example'`,
  'the labels of the host': s => `(URL.canParse(${s.o}) ? new URL(${s.o}).hostname.split('.') : []).includes('acme')`,
  'the labels of the host, from behind': s =>
    `URL.canParse(${s.o}) && new URL(${s.o}).hostname.split('.').slice(-2).join('.') === ${quoted(s.domain())}`,
  'a host and a scheme': s =>
    `URL.canParse(${s.o}) && new URL(${s.o}).protocol === 'https:' && ${s.hostList()}.includes(new URL(${s.o}).host)`,
  'a host by a pattern': s => `URL.canParse(${s.o}) && /(^|\\.)${escaped(s.domain())}$/.test(new URL(${s.o}).hostname)`,
  'a host below one': s =>
    `URL.canParse(${s.o}) && ${s.domains()}.some(it => new URL(${s.o}).hostname === it || new URL(${s.o}).hostname.endsWith('.' + it))`,
  'a URL by its text': s => `URL.canParse(${s.o}) && new URL(${s.o}).href === ${quoted(`${s.origin()}/`)}`,
  'a URL in words': s => `URL.canParse(${s.o}) && String(new URL(${s.o})) === ${quoted(`${s.origin()}/`)}`,
  'a URL with a base': s => `new URL('/x', ${s.o} || 'https://none.example').host === ${quoted(s.host())}`,
  'no port': s => `URL.canParse(${s.o}) && !new URL(${s.o}).port`,
  'port or a default': s => `URL.canParse(${s.o}) && (new URL(${s.o}).port || '443') === '443'`,
  'port, nullish': s => `URL.canParse(${s.o}) && (new URL(${s.o}).port ?? '443') === '443'`,
  'length of it': s => `(${s.o} ?? '').length === ${s.origin().length}`,
  'between two texts': s => `(${s.o} || '') >= 'https://' && (${s.o} || '') < 'https://m'`,
  'at a place': s => `(${s.o} || '').at(-1) === 'e'`,
  padded: s => `(${s.o} || '').padEnd(5, 'x') === ${quoted(s.origin())}`,
  'a list joined to a pattern': s => `new RegExp('^https://(' + ${s.hostList()}.join('|') + ')$').test(${s.o})`,
  'a longer text': s => `(${s.o} || '') + '!' === ${quoted(`${s.origin()}!`)}`,
  'a tagged template': s => `String.raw\`https://\${${quoted(s.host())}}\` === ${s.o}`,
};

/** Patterns with flags and names, and what they find. */
const FOUND: Readonly<Record<string, Atom>> = {
  'a pattern in two cases': s => `/^HTTPS:\\/\\/${escaped(s.host())}$/i.test(${s.o})`,
  'a pattern with lines': s => `/^https:\\/\\/${escaped(s.host())}$/m.test(${s.o})`,
  'a pattern with the v flag': s => `/^https:\\/\\/${escaped(s.host())}$/u.test(${s.o})`,
  'a pattern made anew, from the last place': s => `new RegExp('${s.domain()}', 'g').test(${s.o})`,
  'a pattern that keeps its place': s => `${s.constant('pattern', `/${escaped(s.domain())}$/g`)}.test(${s.o})`,
  'a pattern that sticks': s => `/https:\\/\\/${escaped(s.host())}/y.test(${s.o})`,
  'a group of a match': s => `(${s.o} || '').match(/^https:\\/\\/(.+)$/)?.[1] === ${quoted(s.host())}`,
  'a named group': s => `/^https:\\/\\/(?<host>.+)$/.exec(${s.o})?.groups.host === ${quoted(s.host())}`,
  'all matches': s => `[...(${s.o} || '').matchAll(/${escaped(s.domain())}/g)].length > 0`,
  'matches, all of them': s => `((${s.o} || '').match(/a/g) ?? []).length > 1`,
  'a look ahead': s => `/^https:\\/\\/(?!evil)[a-z.]*${escaped(s.domain())}$/.test(${s.o})`,
  'a look behind': s => `/(?<=\\.)${escaped(s.domain())}$/.test(${s.o})`,
  'a list of texts as patterns': s =>
    `${s.constant('patterns', `[${quoted(`${escaped(s.domain()).replaceAll('\\', '\\\\')}$`)}]`)}.some(it => new RegExp(it).test(${s.o}))`,
  'a glob': s =>
    `${s.constant('globs', `[${quoted(`https://*.${s.domain()}`)}]`)}.some(it => new RegExp('^' + it.replace(/[.+?^\${}()|[\\]\\\\]/g, '\\\\$&').replace('*', '[^.]+') + '$').test(${s.o}))`,
};

/** Yes and no in other words. */
const REASONED: Readonly<Record<string, Atom>> = {
  'a nullish yes': s => `(${s.o} === ${quoted(s.origin())}) ?? true`,
  'bits of yes and no': s => `(${s.o} === ${quoted(s.origin())}) | (${s.o} === ${quoted(s.origin())})`,
  'exclusive or': s => `(${s.o} === ${quoted(s.origin())}) !== ${s.list()}.includes(${s.o})`,
  'compared with true': s => `${s.list()}.includes(${s.o}) === true`,
  'compared with false': s => `${s.list()}.includes(${s.o}) == false`,
  'a sum of yeses': s => `${s.list()}.includes(${s.o}) + (${s.o} === ${quoted(s.origin())}) > 0`,
  'the comma': s => `(0, ${s.list()}.includes(${s.o}))`,
  'type of a test': s => `typeof ${s.list()}.find(it => it === ${s.o}) === 'string'`,
  'type of nothing': s => `typeof ${s.o} !== 'undefined'`,
  'a choice of lists': s => `(${s.o} ? ${s.list()} : ${s.array()}).includes(${s.o})`,
  'a choice of methods': s => `${s.list()}[${s.o} ? 'includes' : 'indexOf'](${s.o})`,
  'by a name': s => `${s.list()}['includes'](${s.o})`,
  'perhaps called': s => `${s.list()}?.includes?.(${s.o})`,
  'a promise of it': s =>
    `${s.declare('isAllowed', name => `const later${name} = async value => ${s.array()}.includes(value);\nconst ${name} = value => later${name}(value);`)}(${s.o})`,
  'a promise, compared': s =>
    `${s.declare('isAllowed', name => `async function ${name}(value) {\n  return value === ${quoted(s.origin())};\n}`)}(${s.o}) === true`,
  'a promise in a list': s => `${s.list()}.includes((async () => ${s.o})())`,
  'the first of some': s => `${s.list()}.filter(Boolean).map(it => it === ${s.o}).some(Boolean)`,
  'a reduced or': s => `${s.list()}.map(it => it === ${s.o}).reduce((a, b) => a || b, false)`,
  'index of a found one': s => `${s.list()}.findIndex(it => it === ${s.o}) + 1`,
  'sorted, then found': s => `[...${s.list()}].sort().includes(${s.o})`,
  'counted ones': s => `${s.list()}.filter(it => it === ${s.o}).length >= 1`,
  'with another': s => `${s.list(2)}.with(0, ${quoted(s.origin())}).includes(${s.o})`,
  'entries of a list': s => `[...${s.list()}.entries()].some(([, it]) => it === ${s.o})`,
  'a list as a set of parts': s => `new Set(${quoted(s.origins().join(' '))}.split(' ')).has(${s.o})`,
  'a list in JSON': s => `JSON.parse(${quoted(JSON.stringify(s.origins()))}).includes(${s.o})`,
  'in JSON': s => `JSON.stringify(${s.list()}).includes(${s.o})`,
};

export const MORE_ATOMS: Readonly<Record<string, Atom>> = { ...KEPT, ...WORDS, ...FOUND, ...REASONED };
