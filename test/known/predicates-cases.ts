/** Questions to an origin `o`, as source: statements that come first, and the condition under which it is let in. */
export interface Predicate {
  readonly before?: string;
  readonly holds: string;
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
  `${L}.findIndex(x => x.concat() === o.concat()) > 0`,
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
