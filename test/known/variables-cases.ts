import type { Predicate } from './predicates-cases.ts';

const L = "['https://a.example', 'https://b.example']";

/** `var` belongs to the function: it begins as undefined, and gets its value where it stands. */
export const VARIABLES: readonly Predicate[] = [
  { before: `if (${L}.indexOf(o) !== -1) { var allowed = true; } else { var allowed = false; }`, holds: 'allowed' },
  { before: "if (o === 'https://a.example') { var ok = true; }", holds: 'ok' },
  { before: `if (!${L}.includes(o)) { var refused = true; }`, holds: '!refused' },
  { before: `var early = ok === undefined; var ok = true;`, holds: `early && ${L}.includes(o)` },
  { before: "var ok = o === 'https://a.example'; if (!ok) { var ok; }", holds: 'ok' },
  { before: "var ok = true; if (o !== 'https://b.example') { var ok = false; }", holds: 'ok' },
  { before: 'try { var host = new URL(o).hostname; } catch {}', holds: "host === 'a.example'" },
  { before: "try { var host = 'b.example'; new URL(o); } catch {}", holds: "host === 'b.example'" },
  {
    before: "switch (o) { case 'https://a.example': var yes = true; break; case 'https://b.example': yes = false; }",
    holds: 'yes',
  },
  { before: `var l = ${L}; for (var i = 0; i < l.length; i++) if (l[i] === o) break;`, holds: 'i < l.length' },
  { before: `for (const x of ${L}) { if (x === o) { var match = x; break; } }`, holds: 'match' },
  { before: `for (const x of ${L}) { if (x === o) { var { length } = x; } }`, holds: 'length > 0' },
  { before: `${L}.forEach(x => { if (x === o) var hit = true; }); var hit;`, holds: 'hit', never: true },
  {
    before: "const ask = x => { if (x === 'https://a.example') { var ok = true; } return ok; };",
    holds: 'ask(o)',
  },
  {
    outside: `if (Math.PI > 3) { var list = ${L}; } else { var list = []; }`,
    holds: 'list.includes(o)',
    unknown: 'a branch of the module',
  },
];
