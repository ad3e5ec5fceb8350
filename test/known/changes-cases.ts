import type { Predicate } from './predicates-cases.ts';

/**
 * What is changed after it was made: in a part, under another name, by a function. Within the function that is asked, and outside of it;
 * a reason where the one or the other is not followed.
 */
interface Changing {
  readonly code: string;
  readonly holds: string;
  readonly inside?: string;
  readonly outside?: string;
}

const A = "'https://a.example'";
const B = "'https://b.example'";

const CHANGING: readonly Changing[] = [
  { code: `const it = { list: [${A}] }; it.list.push(${B});`, holds: 'it.list.includes(o)' },
  { code: `const it = { deep: { list: [${A}] } }; it.deep.list = [${B}];`, holds: 'it.deep.list.includes(o)' },
  { code: `const it = { sole: ${A} }; Object.assign(it, { sole: ${B} });`, holds: 'it.sole === o' },
  { code: `const it = { a: ${A}, b: ${B} }; delete it.b;`, holds: 'it.a === o || it.b === o' },
  {
    code: `const it = {}; Object.defineProperty(it, 'a', { value: ${A} });`,
    holds: 'it.a === o',
    inside: 'a property that is defined',
    outside: 'a property that is defined',
  },
  {
    code: `const list = [${A}]; const other = list; other.push(${B});`,
    holds: 'list.includes(o)',
    inside: 'two names',
    outside: 'two names',
  },
  {
    code: `const it = { list: [${A}] }; const { list } = it; list.push(${B});`,
    holds: 'it.list.includes(o)',
    inside: 'two names',
    outside: 'two names',
  },
  {
    code: `const list = [${A}]; const add = x => { x.push(${B}); }; add(list);`,
    holds: 'list.includes(o)',
    inside: 'changed by a function',
    outside: 'changed by a function',
  },
  {
    code: `const it = { sole: ${A} }; const set = x => { x.sole = ${B}; }; set(it);`,
    holds: 'it.sole === o',
    inside: 'changed by a function',
    outside: 'changed by a function',
  },
  {
    code: `const it = { sole: ${A} }; (() => { it.sole = ${B}; })();`,
    holds: 'it.sole === o',
    outside: 'changed by a function',
  },
  {
    code: `const list = [${A}, ${B}]; list.splice(0, 1);`,
    holds: 'list.includes(o)',
    inside: 'a list that is changed',
    outside: 'a list that is changed',
  },
  {
    code: `const list = [${A}]; list[0] = ${B};`,
    holds: 'list.includes(o)',
    inside: 'a list that is changed',
    outside: 'a list that is changed',
  },
  {
    code: `function* all() { yield ${A}; }`,
    holds: '[...all()].includes(o)',
    inside: 'a generator',
    outside: 'a generator',
  },
  {
    code: `const list = ({ sole = [${A}], open = false } = {}) => (open ? [${B}] : sole);`,
    holds: 'list().includes(o)',
  },
  { code: `const list = (sole = [${A}], open) => (open ? [${B}] : sole);`, holds: 'list().includes(o)' },
  {
    code: `class Known { all = new Set([${A}]); add(x) { this.all.add(x); } } const known = new Known(); known.add(${B});`,
    holds: 'known.all.has(o)',
    inside: 'a field that is changed',
    outside: 'a field that is changed',
  },
  {
    code: `class Known { constructor(all) { this.all = new Set(); for (const x of all) this.all.add(x); } } const known = new Known([${A}]);`,
    holds: 'known.all.has(o)',
    inside: 'a field that is changed',
    outside: 'a field that is changed',
  },
  {
    code: `class Known { open = false; start() { this.open = true; } } const known = new Known(); known.start();`,
    holds: 'known.open && o === "https://a.example"',
    inside: 'a field that is assigned',
    outside: 'a field that is assigned',
  },
  {
    code: `class Known { static all = [${A}]; } Known.all.push(${B});`,
    holds: 'Known.all.includes(o)',
    inside: 'a field that is changed',
    outside: 'a field that is changed',
  },
  {
    code: `class Known { #all = [${A}]; #has(x) { return this.#all.includes(x); } has = x => this.#has(x); } const known = new Known();`,
    holds: 'known.has(o)',
  },
  {
    code: `const known = { all: [${A}], add(x) { this.all.push(x); } }; known.add(${B});`,
    holds: 'known.all.includes(o)',
    inside: 'a field that is changed',
    outside: 'a field that is changed',
  },
  {
    code: `class Known { list = [${A}]; set all(x) { this.list = x; } } const known = new Known(); known.all = [${B}];`,
    holds: 'known.list.includes(o)',
    inside: 'code of its own sets it',
    outside: 'code of its own sets it',
  },
  {
    code: `const known = { list: [${A}], set all(x) { this.list = x; } }; known.all = [${B}];`,
    holds: 'known.list.includes(o)',
    inside: 'code of its own sets it',
    outside: 'code of its own sets it',
  },
  {
    code: `const known = { list: [${A}], get all() { return this.list; }, set all(x) { this.list = x.slice(1); } }; known.all = [${A}, ${B}];`,
    holds: 'known.all.includes(o)',
    inside: 'code of its own sets it',
    outside: 'code of its own sets it',
  },
  {
    code: `class Known { #sole = ${A}; get sole() { return this.#sole; } set sole(x) {} } const known = new Known(); known.sole = ${B};`,
    holds: 'known.sole === o',
    inside: 'code of its own sets it',
    outside: 'code of its own sets it',
  },
  {
    code: `class Known { #sole = ${A}; get sole() { return this.#sole; } set sole(x) {} } const known = Object.assign(new Known(), { sole: ${B} });`,
    holds: 'known.sole === o',
    inside: 'code of its own sets it',
    outside: 'code of its own sets it',
  },
  {
    code: `class Known { has(x) { return true; } } Known.prototype.has = x => x === ${A}; const known = new Known();`,
    holds: 'known.has(o)',
    inside: 'a prototype that is changed',
    outside: 'a prototype that is changed',
  },
  {
    code: `class Known { has(x) { return true; } } Object.assign(Known.prototype, { has: x => x === ${A} }); const known = new Known();`,
    holds: 'known.has(o)',
    inside: 'a prototype that is changed',
    outside: 'a prototype that is changed',
  },
  {
    code: `class Known {} Known.prototype.list = [${A}]; const known = new Known();`,
    holds: '(known.list ?? []).includes(o)',
    inside: 'a prototype that is changed',
    outside: 'a prototype that is changed',
  },
  {
    code: `const values = [${A}, ${B}].values(); values.next(); const list = [...values];`,
    holds: 'list.includes(o)',
    inside: 'an iterator that goes on',
    outside: 'an iterator that goes on',
  },
  {
    code: `class Known { list = [${A}, ${B}]; [Symbol.iterator]() { return this.list.slice(1)[Symbol.iterator](); } } const list = [...new Known()];`,
    holds: 'list.includes(o)',
    inside: 'an iterator of its own',
    outside: 'an iterator of its own',
  },
  {
    code: `const set = new Set(); [${A}, ${B}].forEach(set.add, set);`,
    holds: 'set.has(o)',
    inside: 'a method that is handed over',
    outside: 'a method that is handed over',
  },
];

export const CHANGES: readonly Predicate[] = CHANGING.flatMap(({ code, holds, inside, outside }) => [
  { before: code, holds, ...(inside === undefined ? {} : { unknown: inside }) },
  { outside: code, holds, ...(outside === undefined ? {} : { unknown: outside }) },
]);
