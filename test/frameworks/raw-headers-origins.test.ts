import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { express, type Files, LIST, LISTED, origins, policies } from './raw-headers-sources.ts';
import { read } from './raw-reading.ts';

describe('headers written by hand: whom they let in', () => {
  const checks: readonly (readonly [string, string | Files, string])[] = [
    [
      'a fixed origin',
      express("res.header('Access-Control-Allow-Origin', 'https://a.com');"),
      'fixed equals "https://a.com"',
    ],
    [
      'an item of a list',
      express("res.header('Access-Control-Allow-Origin', LIST[0]);"),
      'fixed equals "https://a.com"',
    ],
    [
      'a joined list',
      express("res.header('Access-Control-Allow-Origin', LIST.join(', '));"),
      'fixed equals "https://a.com, https://b.com"',
    ],
    ['whoever asks', express("res.header('Access-Control-Allow-Origin', origin);"), 'echo-any all'],
    [
      'whoever asks, or everybody',
      express("res.header('Access-Control-Allow-Origin', origin || '*');"),
      'echo-any all',
    ],
    [
      'a list',
      express("if (LIST.includes(origin)) res.header('Access-Control-Allow-Origin', origin);"),
      `echo-match ${LISTED}`,
    ],
    [
      'indexOf',
      express("if (LIST.indexOf(origin) > -1) { res.header('Access-Control-Allow-Origin', origin); }"),
      `echo-match ${LISTED}`,
    ],
    [
      'a set and an early return',
      express(
        "if (!SET.has(origin)) return next(); res.header('Access-Control-Allow-Origin', origin);",
        "const SET = new Set(['https://a.com']);",
      ),
      'echo-match equals "https://a.com"',
    ],
    [
      'find',
      express(
        "const found = LIST.find(it => it === origin); if (found) res.header('Access-Control-Allow-Origin', found);",
      ),
      `echo-match ${LISTED}`,
    ],
    [
      'some',
      express("if (LIST.some(it => origin.startsWith(it))) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-match (starts "https://a.com" or starts "https://b.com")',
    ],
    [
      'a pattern',
      express("if (/\\.a\\.com$/.test(origin)) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-match matches /\\.a\\.com$/',
    ],
    [
      'a host name',
      express(
        "try { if (new URL(origin).hostname.endsWith('a.com')) res.header('Access-Control-Allow-Origin', origin); } catch {}",
      ),
      'echo-match hostname ends "a.com"',
    ],
    [
      'a fallback',
      express("res.header('Access-Control-Allow-Origin', LIST.includes(origin) ? origin : LIST[0]);"),
      `fallback ${LISTED}`,
    ],
    [
      'a variable that changes',
      express(
        "let allow = LIST[0]; if (LIST.includes(origin)) { allow = origin; } res.header('Access-Control-Allow-Origin', allow);",
      ),
      `fallback ${LISTED}`,
    ],
    [
      'nothing otherwise',
      express("res.header('Access-Control-Allow-Origin', LIST.includes(origin) ? origin : '');"),
      `echo-match ${LISTED}`,
    ],
    [
      'a conditional spread',
      `${LIST}\nexport const GET = req => { const o = req.headers.get('origin'); return new Response('', { headers: { ...(LIST.includes(o) && { 'Access-Control-Allow-Origin': o }) } }); };`,
      `echo-match ${LISTED}`,
    ],
    [
      'a list in another file',
      {
        '/a.ts': express(
          "if (config.cors.origins.includes(origin)) res.header('Access-Control-Allow-Origin', origin);",
          "import config from './config';",
        ),
        '/config.ts': "export default { cors: { origins: ['https://a.com', 'https://b.com'] } };",
      },
      `echo-match ${LISTED}`,
    ],
    [
      'a function that decides',
      express(
        "if (ok(origin)) res.header('Access-Control-Allow-Origin', origin);",
        "function ok(o) { if (!o) return false; if (o === 'https://a.com') return true; return o.endsWith('.a.com'); }",
      ),
      'echo-match (equals "https://a.com" or ends ".a.com")',
    ],
    [
      'a class that keeps its list',
      "class Cors { constructor() { this.list = ['https://a.com']; } handle(req, res) { if (this.list.includes(req.headers.origin)) res.setHeader('Access-Control-Allow-Origin', req.headers.origin); } }",
      'echo-match equals "https://a.com"',
    ],
    [
      'a helper that is given the origin',
      "const reply = origin => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': origin } });\nexports.handler = async e => reply(e.headers.origin);",
      'echo-any all',
    ],
    [
      'a helper nobody calls, which checks what it is given',
      `${LIST}\nexport function cors(origin: string | null) { if (!origin || !LIST.includes(origin)) return {}; return { 'Access-Control-Allow-Origin': origin }; }`,
      `echo-match ${LISTED}`,
    ],
    [
      'a helper nobody calls',
      "export const reply = origin => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': origin } });",
      'dynamic unknown (`origin` is given by whoever calls)',
    ],
    [
      'a check that is not followed',
      express("if (await db.isAllowed(origin)) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-match unknown (the answer of a function that is not followed)',
    ],
    [
      'who is logged in decides nothing',
      express("if (!isAuthenticated(req)) return next(); res.header('Access-Control-Allow-Origin', origin);"),
      'echo-any all',
    ],
    [
      'the path decides nothing',
      express("if (req.path.startsWith('/api')) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-any all',
    ],
    [
      '`*` for the others, who get no cookies',
      express(
        "res.header('Access-Control-Allow-Origin', LIST.includes(origin) ? origin : '*'); res.header('Access-Control-Allow-Credentials', 'true');",
      ),
      `fallback ${LISTED}`,
    ],
    [
      'a value that may be missing hides the echo behind it',
      express("res.header('Access-Control-Allow-Origin', settings.origin() || origin);"),
      'echo-match (unknown (a value that is not known) or (not unknown (what whoever runs the server decides) and unknown (whether a value is set)))',
    ],
    [
      'a variable of the environment',
      express("res.header('Access-Control-Allow-Origin', process.env.WEB);"),
      'fixed equals ${WEB}',
    ],
    [
      'around a variable',
      express('res.header("Access-Control-Allow-Origin", `https://${process.env.HOST}`);'),
      'fixed equals https://${HOST}',
    ],
    [
      'a list in the environment',
      express(
        "const list = process.env.ORIGINS.split(',').map(it => it.trim()); if (list.includes(origin)) res.header('Access-Control-Allow-Origin', origin);",
      ),
      'echo-match equals ${ORIGINS each}',
    ],
    [
      'the host of the request',
      express('res.header("Access-Control-Allow-Origin", `https://${req.headers.host}`);'),
      'dynamic unknown (the address that the server is asked at)',
    ],
  ];
  for (const [name, source, expected] of checks) it(name, () => assert.equal(origins(source), expected));

  it('branches, with the place of each', () => {
    const source = express(
      "if (LIST.includes(origin)) {\n    res.header('Access-Control-Allow-Origin', origin);\n  } else {\n    res.header('Access-Control-Allow-Origin', origin); // for now\n  }",
    );
    const { policies: found, text } = read(rawHeaders, { '/a.js': source });
    const branches = found[0]?.origins.branches ?? [];
    assert.deepEqual(
      branches.map(it => [it.outcome, text(it.at)]),
      [
        ['allow', 'origin'],
        ['allow', 'origin'],
      ],
    );
    assert.ok((branches[0]?.at.start ?? 0) < (branches[1]?.at.start ?? 0));
  });

  it('origins as written, each with its place', () => {
    const source = express("if (LIST.includes(origin)) res.header('Access-Control-Allow-Origin', origin);");
    const { policies: found, text } = read(rawHeaders, { '/a.js': source });
    const policy = found[0];
    assert.deepEqual(
      policy?.origins.listed.map(it => text(it.at)),
      ["'https://a.com'", "'https://b.com'"],
    );
    assert.equal(text(policy?.origins.at), 'origin');
    assert.equal(text(policy?.origins.entry), "res.header('Access-Control-Allow-Origin', origin);");
  });

  it('environments', () => {
    const split = (body: string, before = LIST) => policies(express(body, before), 'origins', 'only');
    assert.deepEqual(
      split(
        "if (process.env.NODE_ENV === 'production') res.header('Access-Control-Allow-Origin', LIST[0]); else res.header('Access-Control-Allow-Origin', '*');",
      ),
      ['origins: fixed equals "https://a.com"\nonly where: production', 'origins: any all\nonly where: not-production'],
    );
    assert.deepEqual(split("res.header('Access-Control-Allow-Origin', process.env.WEB || '*');"), [
      'origins: fixed equals ${WEB}\nonly where: WEB set',
      'origins: any all\nonly where: WEB unset',
    ]);
    assert.deepEqual(
      split(
        "if (LIST.includes(origin)) res.header('Access-Control-Allow-Origin', origin);",
        "const dev = process.env.NODE_ENV !== 'production'; const LIST = ['https://a.com', ...(dev ? ['http://localhost:3000'] : [])];",
      ),
      [
        'origins: echo-match equals "https://a.com"\nonly where: production',
        'origins: echo-match (equals "https://a.com" or equals "http://localhost:3000")\nonly where: not-production',
      ],
    );
    assert.deepEqual(
      split("if (process.env.NODE_ENV !== 'production') res.header('Access-Control-Allow-Origin', origin);"),
      ['origins: echo-any all\nonly where: not-production'],
    );
    assert.deepEqual(
      split("if (process.env.DEBUG) console.log(origin); res.header('Access-Control-Allow-Origin', '*');"),
      ['origins: any all'],
    );
  });
});
