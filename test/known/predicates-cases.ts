/** Questions to an origin `o`, as source: statements that come first, and the condition under which it is let in. */
export interface Predicate {
  readonly before?: string;
  /** Statements of the module, outside of the function that is asked. */
  readonly outside?: string;
  readonly holds: string;
  /** Nobody is ever let in, so that code which writes its own headers has none. */
  readonly never?: boolean;
  /** Why corslint does not know the answer, where it does not. */
  readonly unknown?: string;
}

const L = "['https://a.example', 'https://b.example']";

/** What is not modelled is unknown: a method, an argument, an operator. */
export const UNMODELLED: readonly Predicate[] = [
  "o.startsWith('a.example', o.lastIndexOf('/') + 1)",
  'o.codePointAt(8) === 97',
  "o.localeCompare('https://a.example') === 0",
  'o.length % 2 === 0',
  'o.length * 2 === 34',
  '(o.length & 1) === 1',
  "o.padEnd(30, '.').endsWith('.example.............')",
  `${L}.toSpliced(0, 1)[0] === o`,
  `${L}.findIndex(x => x.concat('') === o.concat('')) > 0`,
  `${L}.sort((x, y) => (x === o ? -1 : 1))[0] === o`,
  `${L}.copyWithin(0, 1).includes(o)`,
  `[...${L}.entries()].filter(([, x]) => x === o).map(([i]) => i)[0] === 1`,
  `Object.entries(Object.getOwnPropertyDescriptors(${L})).some(([, it]) => it.value === o)`,
  `Reflect.has({ 'https://a.example': 1 }, o)`,
  `new Set([...${L}].map(x => x === o)).has(true)`,
  'encodeURIComponent(o).length < 26',
  'JSON.stringify({ o }) === \'{"o":"https://a.example"}\'',
  '[o].some(isNaN) && o.length < 18',
  "new URL('/x', o === 'null' ? 'https://c.example' : o).hostname === 'a.example'",
].map(holds => ({ holds, unknown: 'not modelled' }));

/** What reads like something that is known, and is not: each was once answered wrongly. */
export const LOOKALIKES: readonly Predicate[] = [
  { holds: 'void o === undefined' },
  { holds: `${L}.every(x => x !== o)` },
  { holds: `!new Set(${L}).has(o)` },
  { holds: `${L}.some(async x => x === o)` },
  { holds: "o.replaceAll('e', 'E') === 'https://a.ExamplE'", unknown: 'a text that is changed' },
  { holds: "'a.b.c'.replaceAll('.', '-') === 'a-b-c'" },
  { holds: "'a.b'.replace('.', '$&$&') === 'a..b'" },
  { holds: `${L}.reverse()[0] === o` },
  { holds: `${L}.some((x, i = 1) => i === 0 && x === o)` },
];

/** What throws for some origins, and is caught or not. */
const THROWING: readonly Predicate[] = [
  { holds: "new URL(o).hostname === 'a.example'" },
  { holds: "o === 'https://b.example' || new URL(o).hostname !== 'a.example'" },
  { holds: "URL.canParse(o) && new URL(o).hostname === 'a.example'" },
  { before: "let ok = true; try { ok = new URL(o).hostname === 'a.example'; } catch {}", holds: 'ok' },
  {
    before:
      "const tenants = new Map([['main', new Set(['https://a.example'])]]); let ok = true; try { ok = tenants.get('main')?.has(o); } catch {}",
    holds: 'ok',
  },
  {
    before:
      "let ok = false; try { ok = URL.canParse(o) && new URL(o).host === 'a.example' || o === 'null'; } catch { ok = false; }",
    holds: 'ok',
  },
  {
    before: "let ok = false; try { ok = o === 'null'; new URL(o); } catch {} finally { ok = !ok; }",
    holds: 'ok',
  },
  {
    before:
      "let ok = false; switch (true) { case o === 'null': ok = true; break; case new URL(o).host === 'a.example': ok = true; }",
    holds: 'ok',
  },
  {
    before: "let ok = false; switch (true) { case new URL(o).host === 'a.example': case o === 'null': ok = true; }",
    holds: 'ok',
  },
  { holds: "new URL('/x', o).host === 'a.example' && o.startsWith('https:')", unknown: 'not modelled' },
  {
    before:
      "let ok = true; try { ok = (URL.canParse(o) ? new URL(o).hostname.split('.') : []).includes('a'); } catch {}",
    holds: 'ok',
    unknown: 'the pieces of a text',
  },
  { before: 'const hostOf = x => new URL(x).hostname;', holds: "hostOf(o) === 'a.example' || o === 'null'" },
  {
    before:
      "const hostOf = x => { if (!x.startsWith('https:')) throw new Error('no'); return x; }; let ok = true; try { ok = hostOf(o) === 'https://a.example'; } catch {}",
    holds: 'ok',
    unknown: 'a function that is called in `try`',
  },
  { before: "let ok = o === 'null'; ok ||= new URL(o).hostname === 'a.example';", holds: 'ok' },
  {
    before: "const { hostname } = new URL(o === 'null' ? 'https://a.example' : o);",
    holds: "hostname === 'a.example'",
  },
  {
    holds: "['https://a.example', 'x'].some(x => x === o || new URL(x).host === new URL(o).host)",
    unknown: 'not modelled',
  },
];

/** What is a thing, and no text or yes: promises that nobody waits for, what a class fills in, a pattern that keeps its place. */
export const THINGS: readonly Predicate[] = [
  {
    before: "const is = async x => x === 'https://a.example'; const later = x => is(x);",
    holds: 'later(o) === true',
    never: true,
  },
  {
    before: "const is = async x => x === 'https://a.example';",
    holds: `${L}.includes(is(o))`,
    unknown: 'a promise in a list',
  },
  { before: "const is = async x => x === 'https://a.example';", holds: '!is(o)', never: true },
  { holds: "(o === 'https://a.example') ?? true" },
  { holds: 'URL.canParse(o) && new URL(o).port == null', never: true },
  { holds: "URL.canParse(o) && (new URL(o).port ?? '443') === '443'" },
  { holds: "o.match(/^https:\\/\\/(.+)$/)?.[1] === 'a.example'", unknown: 'the pieces of a match' },
  { holds: '[...o.matchAll(/example/g)].length > 0', unknown: 'a list from elsewhere' },
  {
    before: "class Allowed { static list = []; static { this.list.push('https://a.example'); } }",
    holds: 'Allowed.list.includes(o)',
    unknown: 'a static block',
  },
  { before: 'const p = /a\\.example$/g; p.test(o);', holds: 'p.test(o)', unknown: 'a pattern that keeps its place' },
  { holds: "String(o).toLowerCase() === 'https://a.example'" },
  {
    before: `let ok = true; try { ok = [...${L}.entries()].some(([, x]) => x === o); } catch {}`,
    holds: 'ok',
    unknown: 'entries of a list',
  },
  { holds: "new Map([['https://a.example', true]]).get(o) === true" },
  { holds: "/^https:\\/\\/(?<host>.+)$/.exec(o)?.groups.host === 'a.example'", unknown: 'the pieces of a match' },
];

/** What lists are asked: for an item, its place, how many are left. */
export const LISTS: readonly Predicate[] = [
  ...[
    `${L}.find(x => x === o)`,
    `${L}.find(x => x === o) !== undefined`,
    `${L}.find(x => o === x) == null`,
    `${L}.find(x => o.endsWith(x.slice(8))) === 'https://b.example'`,
    `${L}.findLast(x => x === o)`,
    `${L}.find(x => x.startsWith('https:')) === o`,
    `${L}.findLast(x => x.startsWith('https:')) === o`,
    `${L}.findIndex(x => x === o) !== -1`,
    `${L}.findIndex(x => x === o) >= 0`,
    `${L}.findIndex(x => x === o)`,
    `${L}.findIndex(x => x === o) === 1`,
    `~${L}.findIndex(x => x === o)`,
    `${L}.findLastIndex(x => x === o) > 0`,
    `${L}.indexOf(o)`,
    `${L}.indexOf(o) >= -1`,
    `${L}.indexOf(o) > -1`,
    `-1 < ${L}.indexOf(o)`,
    `-1 !== ${L}.lastIndexOf(o)`,
    `!~${L}.indexOf(o)`,
    `${L}.indexOf(o) === 1`,
    `${L}.indexOf(o) < 1`,
    `${L}.filter(x => x === o).length`,
    `${L}.filter(x => x === o).length === 1`,
    `${L}.filter(x => x === o).length > 0`,
    `${L}.filter(x => x === o)[0]`,
    `${L}.filter(x => x === o)[0] === o`,
    `${L}.filter(x => x !== o)[0] === 'https://b.example'`,
    `${L}.filter(x => x !== o).at(-1) === 'https://a.example'`,
    `${L}.filter(x => x === o).includes('https://b.example')`,
    `${L}.reverse()[0] === o`,
    `[...${L}].reverse().indexOf(o) === 0`,
    `${L}.slice(1).includes(o)`,
    `${L}.slice(0, -1).includes(o)`,
    `${L}.at(-1) === o`,
    `${L}.every(x => o.startsWith(x.slice(0, 9)))`,
    `${L}.map(x => x === o).includes(true)`,
    `${L}.map(x => x === o).some(Boolean)`,
    `${L}.reduce((sum, x) => sum || x === o, false)`,
    `${L}.reduce((sum, x) => sum + (x === o ? 1 : 0), 0) > 0`,
    `${L}.includes(o) === true`,
    `${L}.includes(o) !== undefined`,
    `${L}.includes(o) == 1`,
    `(${L}.includes(o) === (o !== 'https://b.example'))`,
    'undefined == null',
    '/^https:..a/.exec(o) !== null',
    'o.match(/b/) === null',
    "o.indexOf('https://a') === 0",
    "o.indexOf('https://a')",
    "o.indexOf('example') > 0",
    "o.indexOf('https') > 0",
    "o.lastIndexOf('b.') !== -1",
    'o.search(/evil|b\\./) >= 0',
    'o.search(/https/)',
    '`x${o}`',
    'typeof o',
    "'string' === typeof o",
  ].map(holds => ({ holds })),
  ...['o === true', 'o == true', `${L} === o`, "'b' < 'a'", 'undefined === null', '/https/.exec(o) === undefined'].map(
    holds => ({ holds, never: true }),
  ),
  { holds: `${L}.filter(x => x !== o).length === 1`, unknown: 'how many are left is only known where at most one is' },
  { before: `const [hit] = ${L}.filter(x => x === o);`, holds: 'hit' },
  { before: `const [hit] = ${L}.filter(x => x === o);`, holds: 'hit === undefined' },
  { before: `const [, second] = ${L};`, holds: 'second === o' },
  { before: `const at = ${L}.indexOf(o);`, holds: `at < 0 ? false : ${L}[at] === o` },
  { before: `const found = ${L}.find(x => x === o);`, holds: "found ? found.endsWith('b.example') : false" },
];

/** Variables that are assigned on the way: in loops, and with other operators than `=`. */
export const LOOPS: readonly Predicate[] = [
  { before: `let ok = false; for (const x of ${L}) if (x === o) ok = true;`, holds: 'ok' },
  { before: `let ok = false; for (const x of ${L}) { if (x === o) { ok = true; break; } }`, holds: 'ok' },
  { before: `let ok = false; for (const x of ${L}) { if (x !== o) continue; ok = true; }`, holds: 'ok' },
  { before: `let ok = true; for (const x of ${L}) { if (x === o) ok = !ok; }`, holds: '!ok' },
  { before: `let ok = false; for (let i = 0; i < ${L}.length; i++) if (${L}[i] === o) ok = true;`, holds: 'ok' },
  { before: `let ok = false; for (let i = ${L}.length - 1; i >= 0; i -= 1) ok = ok || ${L}[i] === o;`, holds: 'ok' },
  {
    before: `let ok = false; for (const i in ${L}) if (${L}[i] === o) ok = true;`,
    holds: 'ok',
    unknown: 'keys of a list',
  },
  { before: `let i = 0; while (i < ${L}.length && ${L}[i] !== o) i++;`, holds: `i < ${L}.length` },
  { before: `let i = 0; while (i < ${L}.length && ${L}[i] !== o) i++;`, holds: 'i === 1' },
  { before: `let i = -1; do { i++; } while (i < 2 && ${L}[i] !== o);`, holds: 'i < 2' },
  { before: `let hits = 0; for (const x of ${L}) if (x === o) hits++;`, holds: 'hits > 0' },
  { before: `let hits = 0; for (const x of ${L}) hits += x === o ? 1 : 0;`, holds: 'hits' },
  {
    before: `let last; for (const x of ${L}) { if (o.endsWith(x.slice(8))) last = x; }`,
    holds: "last === 'https://b.example'",
  },
  { before: `let ok = o === 'https://a.example'; ok ||= ${L}.includes(o);`, holds: 'ok' },
  { before: `let ok = o.startsWith('https:'); ok &&= ${L}.includes(o);`, holds: 'ok' },
  { before: `let ok = false; ok |= ${L}.includes(o);`, holds: 'ok' },
  {
    before: "let name = o; name += '/';",
    holds: "name === 'https://a.example/'",
    unknown: 'a text put together of the origin',
  },
  { before: `let rest = [...${L}]; rest.pop();`, holds: 'rest.includes(o)', unknown: 'a list that is changed' },
  {
    before: `const s = new Set(${L}); s.delete('https://a.example');`,
    holds: 's.has(o)',
    unknown: 'a set that is changed',
  },
  { before: `const s = new Set(${L}); s.clear();`, holds: '!s.has(o)' },
  { before: `const l = [...${L}]; l.reverse();`, holds: 'l[0] === o' },
  {
    before: `const l = [...${L}]; l[0] = 'https://evil.example';`,
    holds: 'l.includes(o)',
    unknown: 'a list that is changed',
  },
  { before: `const l = [...${L}]; l.length = 0;`, holds: 'l.includes(o)', unknown: 'a list that is changed' },
  {
    before: "const known = {}; known['https://a.example'] = true; known[o.slice(0, 9) + 'x'] = true;",
    holds: 'known[o]',
    unknown: 'a key that is not known',
  },
  {
    before:
      "const known = { 'https://a.example': true, 'https://b.example': true }; delete known['https://b.example'];",
    holds: 'known[o]',
  },
  {
    before: `outer: for (const x of ${L}) { for (const y of ['https:', 'http:']) { if (!x.startsWith(y)) continue outer; if (x === o) break outer; } }`,
    holds: 'o',
  },
  {
    before: `let ok = false; outer: for (const x of ${L}) { for (const y of [x, 'https://evil.example']) { if (y !== o) continue; ok = true; break outer; } }`,
    holds: 'ok',
  },
  {
    before: `let ok = false; for (const x of ${L}) { switch (x) { case o: ok = true; break; default: continue; } }`,
    holds: 'ok',
  },
  {
    before: `let ok; switch (true) { case o.startsWith('https://a'): ok = false; break; case o.startsWith('https://'): ok = true; break; default: ok = false; }`,
    holds: 'ok',
  },
  {
    before: `let ok = false; for (const x of JSON.parse('["https://a.example"]')) if (x === o) ok = true;`,
    holds: 'ok',
    unknown: 'a list from elsewhere',
  },
  { before: `let n = 0; while (Math.random() < 0) n++;`, holds: 'n > 0 && o', unknown: 'turns that nobody counts' },
];

/** Variables that other functions assign, and what an error leaves of them. */
export const CLOSURES: readonly Predicate[] = [
  { before: `let ok = false; ${L}.forEach(x => { if (x === o) ok = true; });`, holds: 'ok' },
  { before: `let ok = false; ${L}.forEach(x => { ok = ok || x === o; });`, holds: 'ok' },
  { before: `let ok = false; ${L}.forEach((x, i) => { ok ||= i === 1 && x === o; });`, holds: 'ok' },
  { before: `let hits = 0; ${L}.forEach(x => { if (x === o) hits++; });`, holds: 'hits === 1' },
  {
    before:
      "let ok = false; const check = x => { if (x === o) ok = true; }; check('https://b.example'); check('https://c.example');",
    holds: 'ok',
  },
  { before: `let ok = false; const has = () => ok; ok = ${L}.includes(o);`, holds: 'has()' },
  {
    before: `let ok = false; ${L}.some(x => { if (x === o) ok = true; return false; });`,
    holds: 'ok',
    unknown: 'a list asks a function that assigns',
  },
  {
    before: `let ok = false; ${L}.map(x => (ok ||= x === o));`,
    holds: 'ok',
    unknown: 'a list asks a function that assigns',
  },
  { before: `const s = new Set(); ${L}.forEach(x => s.add(x));`, holds: 's.has(o)' },
  { before: `let list = []; const fill = () => { list = ${L}; }; fill();`, holds: 'list.includes(o)' },
  { before: `let ok = true; try { ok = ${L}.includes(o); } catch {}`, holds: 'ok' },
  { before: "let ok = true; try { ok = o === 'https://a.example'; } catch { ok = true; }", holds: 'ok' },
  { before: "let host = ''; try { host = new URL(o).hostname; } catch {}", holds: "host === 'b.example'" },
  {
    before: `let ok = true; try { ok = ${L}.reduce((found, it) => found || it === o, false); } catch {}`,
    holds: 'ok',
    unknown: 'whether a callback throws that sees the origin',
  },
  ...THROWING,
  {
    before: `let ok = false; try { ok = ${L}.includes(o); } finally { if (o === 'https://b.example') ok = false; }`,
    holds: 'ok',
  },
  {
    before: `const asks = () => { try { return ${L}.includes(o); } finally { if (o === 'https://b.example') return false; } };`,
    holds: 'asks()',
  },
];

/** Places in texts, maps and parts of URLs that are known. */
export const TEXTS: readonly Predicate[] = [
  ...[
    "o.startsWith('a.example', 8)",
    "o.startsWith('example', 10)",
    "o.endsWith('https', 5)",
    "o.endsWith('b.exam', 14)",
    "o.endsWith('.example', 100)",
    "!o.endsWith('longer', 3)",
    "o.includes('a', 9)",
    "o.indexOf('https') === 0 && o.includes('example', 10)",
    "(o || '').endsWith('b.example')",
    `${L}.includes(o || '')`,
    `new Map(${L}.map(x => [x, true])).get(o)`,
    `new Map([['https://a.example', true], ['https://b.example', false]]).get(o) === true`,
    `new Map([['https://a.example', 1]]).has(o)`,
    `o in { 'https://a.example': 1 }`,
    `({ 'https://a.example': true })[o] === true`,
    "new URL(o === 'null' ? 'https://b.example' : o).hostname === 'b.example'",
    "new URL('https://a.example:8080/x').host === 'a.example:8080'",
  ].map(holds => ({ holds })),
  { before: `const stack = [...${L}]; const last = stack.pop();`, holds: 'last === o' },
  { before: `const queue = [...${L}]; const first = queue.shift();`, holds: 'first === o' },
  {
    before: 'class Ends { constructor(end) { this.end = end; } has(x) { return x.endsWith(this.end); } }',
    holds: "new Ends('a.example').has(o)",
  },
  {
    before: 'class Ends { #end; constructor(end) { this.#end = end; } has(x) { return x.endsWith(this.#end); } }',
    holds: "new Ends('a.example').has(o)",
  },
  {
    before: `class Ends { constructor(end, list = ${L}) { this.end = end; this.list = list; } has = x => this.list.some(it => it === x && it.endsWith(this.end)); }`,
    holds: "new Ends('a.example').has(o)",
  },
];
