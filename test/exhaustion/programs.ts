/** Programs that grow by themselves: each line makes the value of the line before larger, or there are very many lines. */

/** What a kind of program looks like with this many lines: the text of `main.js`, or all files. */
export type Program = (lines: number) => string | Readonly<Record<string, string>>;

export const MANIFEST = '{"dependencies":{"cors":"2.8.5","express":"5.1.0"}}';

const HEAD = "import express from 'express';\nimport cors from 'cors';\nconst app = express();\n";

/** `line(i)` defines `v<i>` out of `v<i - 1>`; the last of them goes into `use`. */
function chain(first: string, line: (now: string, before: string) => string, use = 'cors({ origin: LAST })'): Program {
  return lines => {
    const all = Array.from({ length: lines }, (_, i) => line(`v${i + 1}`, `v${i}`));
    return `${HEAD}${first.replaceAll('FIRST', 'v0')}\n${all.join('\n')}\napp.use(${use.replaceAll('LAST', `v${lines}`)});\n`;
  };
}

/** Every line hands the value before it to the library. */
function each(first: string, line: (now: string, before: string) => string): Program {
  return lines => {
    const all = Array.from(
      { length: lines },
      (_, i) => `${line(`v${i + 1}`, `v${i}`)} app.use(cors({ origin: v${i + 1} }));`,
    );
    return `${HEAD}${first.replaceAll('FIRST', 'v0')}\n${all.join('\n')}\n`;
  };
}

function many(lines: number, line: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: lines }, (_, i) => line(i)).join(separator);
}

function listOf(item: (i: number) => string): Program {
  return lines => `${HEAD}app.use(cors({ origin: [\n${many(lines, i => `${item(i)},`)}\n] }));\n`;
}

const ORIGIN = "'https://app.example'";

/** Each line doubles: two thousand million parts after thirty. */
export const DOUBLINGS: Readonly<Record<string, Program>> = {
  'spread lists': chain(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [...${b}, ...${b}];`),
  'lists within lists': chain(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [${b}, ${b}];`),
  'a list flattened': chain(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [${b}, ${b}].flat();`),
  concat: chain(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = ${b}.concat(${b});`),
  map: chain(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [...${b}, ...${b}].map(x => x + x);`),
  'a set': chain(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [...new Set([...${b}, ...${b}])];`),
  'template texts': chain("const FIRST = 'abcdefghijklmnop';", (a, b) => `const ${a} = \`\${${b}}\${${b}}\`;`),
  'open templates': chain('const FIRST = process.env.HOST;', (a, b) => `const ${a} = \`\${${b}}.\${${b}}\`;`),
  'added texts': chain("const FIRST = 'abcdefghijklmnop';", (a, b) => `const ${a} = ${b} + ${b};`),
  'joined texts': chain(`const FIRST = ${ORIGIN};`, (a, b) => `const ${a} = [${b}, ${b}].join(',');`),
  'split texts': chain(
    `const FIRST = ${ORIGIN};`,
    (a, b) => `const ${a} = [${b}, ${b}].join(',').split(',').join('.');`,
  ),
  'repeated texts': chain(`const FIRST = ${ORIGIN};`, (a, b) => `const ${a} = ${b}.repeat(9);`),
  'replaced texts': chain("const FIRST = 'aa';", (a, b) => `const ${a} = ${b}.replaceAll('a', 'aa');`),
  'padded texts': chain("const FIRST = 'aa';", (a, b) => `const ${a} = ${b}.padEnd(${b}.length * 3, 'a');`),
  numbers: chain('const FIRST = 2;', (a, b) => `const ${a} = ${b} * ${b} + ${b};`),
  objects: chain(`const FIRST = { origin: ${ORIGIN} };`, (a, b) => `const ${a} = { a: ${b}, b: ${b} };`, 'cors(LAST)'),
  'spread objects': chain(
    `const FIRST = { origin: ${ORIGIN} };`,
    (a, b) => `const ${a} = { ...${b}, ...${b}, ${a}: ${b} };`,
    'cors(LAST)',
  ),
  choices: chain(
    `const FIRST = ${ORIGIN};`,
    (a, b) => `const ${a} = process.env.${a.toUpperCase()} ? ${b} : ${b} + '.x';`,
  ),
  'choices in lists': chain(
    `const FIRST = [${ORIGIN}];`,
    (a, b) => `const ${a} = [...${b}, ...(process.env.${a.toUpperCase()} ? ${b} : [])];`,
  ),
  defaults: chain(
    `const FIRST = ${ORIGIN};`,
    (a, b) => `const ${a} = process.env.${a.toUpperCase()} || (${b} && ${b});`,
  ),
  conditions: chain(
    `const FIRST = o => o === ${ORIGIN};`,
    (a, b) => `const ${a} = o => ${b}(o) || ${b}(o + '${a}');`,
    'cors({ origin: (o, done) => done(null, LAST(o)) })',
  ),
  'kept conditions': lines =>
    `${HEAD}app.use(cors({ origin: (o, done) => {\n let t = o === ${ORIGIN};\n${many(lines, () => ' t = (t && o.length > 3) || (t && o.length < 9);')}\n done(null, t); } }));\n`,
  'pushed lists': lines =>
    `${HEAD}app.use(cors({ origin: (o, done) => {\n const list = [${ORIGIN}];\n${many(lines, () => ' list.push(...list);')}\n done(null, list.includes(o)); } }));\n`,
  'pushed at the top': lines =>
    `${HEAD}const list = [${ORIGIN}];\n${many(lines, () => 'list.push(...list);')}\napp.use(cors({ origin: list }));\n`,
  'lists put together in a function': lines =>
    `${HEAD}app.use(cors({ origin: (o, done) => {\n let list = [${ORIGIN}];\n${many(lines, () => ' list = [...list, ...list];')}\n done(null, list.includes(o)); } }));\n`,
  'functions that call twice': lines =>
    `${HEAD}const f0 = x => [x];\n${many(lines, i => `const f${i + 1} = x => [...f${i}(x), ...f${i}(x)];`)}\napp.use(cors({ origin: f${lines}(${ORIGIN}) }));\n`,
  'branches in a handler': lines =>
    `${HEAD}app.use((req, res, next) => {\n${many(lines, i => ` if (req.query.a${i}) res.setHeader('Access-Control-Allow-Origin', req.headers.origin); else res.setHeader('Vary', 'Origin');`)}\n next(); });\n`,
  'headers that are appended': lines =>
    `export default { fetch(request) {\n const h = new Headers();\n${many(lines, () => " h.append('Access-Control-Allow-Origin', request.headers.get('origin') + h.get('Access-Control-Allow-Origin'));")}\n return new Response('', { headers: h }); } };\n`,
  'classes that inherit': lines =>
    `${HEAD}class C0 { list() { return [${ORIGIN}]; } }\n${many(lines, i => `class C${i + 1} extends C${i} { list() { return [...super.list(), ...super.list()]; } }`)}\napp.use(cors({ origin: new C${lines}().list() }));\n`,
};

/** Every line uses what the lines before have made. */
export const USES: Readonly<Record<string, Program>> = {
  'lists that are used': each(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [...${b}, ...${b}];`),
  'texts that are used': each("const FIRST = 'abcdefghijklmnop';", (a, b) => `const ${a} = ${b} + ${b};`),
  'lists that grow': each(`const FIRST = [${ORIGIN}];`, (a, b) => `const ${a} = [...${b}, 'https://${a}.example'];`),
  'conditions that are used': lines =>
    `${HEAD}const f0 = o => o === ${ORIGIN};\n${many(lines, i => `const f${i + 1} = o => f${i}(o) || f${i}(o + '${i}');\napp.use(cors({ origin: (o, done) => done(null, f${i + 1}(o)) }));`)}\n`,
};

/** What has to be decided about each of many, or followed through each of many. */
export const DECISIONS: Readonly<Record<string, Program>> = {
  'loose patterns': listOf(i => `/s${i}.example/`),
  'loose patterns with a port': listOf(i => `/^https?:\\/\\/(.+\\.)?s${i}.example(:\\d+)?$/`),
  'counted patterns': listOf(i => `/^https:\\/\\/[a-z0-9-]{1,${(i % 60) + 1}}\\.s${i}\\.example$/i`),
  'patterns that look ahead': listOf(i => `/^https:\\/\\/(?!bad)(?=.*s).*\\.s${i}\\.example$/`),
  'patterns of the environment': listOf(i => `new RegExp(\`^https://.*\${process.env.H${i}}.s${i}.example\`)`),
  'patterns with a state for each past': lines =>
    `${HEAD}${many(lines, i => `app.use(cors({ origin: /^https:\\/\\/.*a.{${(i % 40) + 5}}\\.s${i}example$/ }));`)}\n`,
  'a list that many use': lines =>
    `${HEAD}const l = [${many(200, i => `/^https:\\/\\/.*\\.s${i}\\.example$/`, ', ')}];\n${many(lines, i => `app.use('/p${i}', cors({ origin: l }));`)}\n`,
  'a list that grows in place': lines =>
    `${HEAD}const l = [];\n${many(lines, i => `l.push('https://s${i}.example'); app.use(cors({ origin: l }));`)}\n`,
  'pieces that none may have': lines =>
    `${HEAD}app.use(cors({ origin: (o, done) => done(null, ${many(lines, i => `!o.includes('s${i}')`, ' &&\n')}) }));\n`,
  'clauses that fall': lines =>
    `${HEAD}app.use((req, res, next) => { switch (req.headers.origin) {\n${many(lines, i => `case 'https://s${i}.example': res.setHeader('X-${i}', '${i}');`)}\ndefault: res.setHeader('Access-Control-Allow-Origin', req.headers.origin); } next(); });\n`,
  'clauses that add': lines =>
    `${HEAD}app.use(cors({ origin: (o, done) => { let t = ''; switch (o) {\n${many(lines, i => `case 'https://s${i}.example': t += '${i}';`)}\n} done(null, t === 'x'); } }));\n`,
  'headers of one object': lines =>
    `import http from 'node:http';\nhttp.createServer((req, res) => {\n const h = {};\n${many(lines, i => `if (req.headers.origin === 'https://s${i}.example') h['Access-Control-Allow-Origin'] = req.headers.origin;`)}\nres.writeHead(200, h); res.end(); }).listen(80);\n`,
};

/** Long, but each part once. */
export const LISTS: Readonly<Record<string, Program>> = {
  'origins in a list': lines =>
    `${HEAD}app.use(cors({ origin: [\n${many(lines, i => `'https://s${i}.example',`)}\n] }));\n`,
  'patterns in a list': lines =>
    `${HEAD}app.use(cors({ origin: [\n${many(lines, i => `/^https:\\/\\/.*\\.s${i}\\.example$/,`)}\n] }));\n`,
  'patterns in a function': lines =>
    `${HEAD}const list = [\n${many(lines, i => `/^https:\\/\\/.*\\.s${i}\\.example$/,`)}\n];\napp.use(cors({ origin: (o, done) => done(null, list.some(p => p.test(o))) }));\n`,
  'one long pattern': lines =>
    `${HEAD}app.use(cors({ origin: /^https:\\/\\/(${many(lines, i => `a${i}\\.example`, '|')})$/ }));\n`,
  'endings in a function': lines =>
    `${HEAD}app.use(cors({ origin: (o, done) => done(null, ${many(lines, i => `o.endsWith('.s${i}.example')`, ' ||\n')}) }));\n`,
  'a long sum': lines => `${HEAD}app.use(cors({ origin: ${many(lines, () => "'a'", ' +\n')} }));\n`,
  'a long choice': lines =>
    `${HEAD}app.use(cors({ origin: ${many(lines, i => `process.env.A${i}`, ' ||\n')} || ${ORIGIN} }));\n`,
  'a long object': lines => `${HEAD}app.use(cors({\n${many(lines, i => `a${i}: ${i},`)}\norigin: '*' }));\n`,
  'spread lists in one list': lines =>
    `${HEAD}const all = [${many(200, i => `'https://s${i}.example'`, ', ')}];\napp.use(cors({ origin: [${many(lines, () => '...all', ',\n')}] }));\n`,
  'a text many times in one text': lines =>
    `${HEAD}const x = '${'x'.repeat(4_000)}';\napp.use(cors({ origin: \`${many(lines, () => `\${x}`, '\n')}\` }));\n`,
  routes: lines =>
    `${HEAD}${many(lines, i => `app.get('/r${i}', cors({ origin: '*' }), (req, res) => res.json({}));`)}\n`,
  'a switch': lines =>
    `${HEAD}app.use((req, res, next) => { switch (req.headers.origin) {\n${many(lines, i => `case 'https://s${i}.example': res.setHeader('Access-Control-Allow-Origin', 'https://s${i}.example'); break;`)}\n} next(); });\n`,
  'one function after the other': lines =>
    `${HEAD}${many(lines, i => `function f${i}(x) { return f${i + 1}(x); }`)}\nfunction f${lines}(x) { return x; }\napp.use(cors({ origin: f0('*') }));\n`,
  'exports of an object': lines =>
    `module.exports = {\n${many(lines, i => `o${i}: { cors: { origin: '*' } },`)}\n};\nconst cors = require('cors'); cors(module.exports.o1.cors);\n`,
};

/** Written so often, a thousand letters a line: what stands in longer lines is taken for minified. */
function folded(text: string, times: number): string {
  const each = Math.ceil(1_000 / text.length);
  return Array.from({ length: times }, (_, i) => (i % each === each - 1 ? `${text}\n` : text)).join('');
}

const deep =
  (open: string, inner: string, close: string): Program =>
  levels =>
    `${HEAD}app.use(cors({ origin: ${folded(open, levels)}${inner}${folded(close, levels)} }));\n`;

/** One within the other. */
export const NESTINGS: Readonly<Record<string, Program>> = {
  parentheses: deep('(', ORIGIN, ')'),
  lists: deep('[', ORIGIN, ']'),
  objects: deep('{ a: ', ORIGIN, ' }'),
  calls: deep('String(', ORIGIN, ')'),
  conditions: deep('process.env.A ? ', ORIGIN, " : 'x'"),
  functions: deep('(() => ', ORIGIN, ')()'),
  negations: deep('!', 'process.env.A', ''),
  groups: levels => `${HEAD}app.use(cors({ origin: /^${'('.repeat(levels)}a${')*'.repeat(levels)}$/ }));\n`,
  blocks: levels =>
    `${HEAD}app.use((req, res, next) => { ${folded('{ ', levels)} res.setHeader('Access-Control-Allow-Origin', '*'); ${folded('}', levels)} next(); });\n`,
  branches: levels =>
    `${HEAD}app.use((req, res, next) => { ${folded('if (req.query.a) { ', levels)} res.setHeader('Access-Control-Allow-Origin', '*'); ${folded('}', levels)} next(); });\n`,
};
