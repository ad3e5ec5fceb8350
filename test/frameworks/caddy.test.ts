import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { caddy } from '../../server/src/frameworks/platforms/caddy/index.ts';
import { remove, set } from '../../server/src/model/edit.ts';
import { readCaddyfile } from '../../server/src/syntax/caddyfile.ts';
import { sample } from '../harness/workspace.ts';
import { read, say } from './raw-reading.ts';
import { readings } from './reading.ts';

const of = (text: string, files = {}) => readings(text, files, 'Caddyfile');
const site = (inside: string, before = '') => `${before}example.com {\n${inside}}\n`;

const SNIPPET = `{
	email me@example.com
}
(cors) {
	@preflight{args[0]} {
		method OPTIONS
		header Origin {args[0]}
	}
	@cors{args[0]} header Origin {args[0]}
	handle @preflight{args[0]} {
		header {
			Access-Control-Allow-Origin "{args[0]}"
			Access-Control-Allow-Methods "GET, PUT"
			Vary Origin
		}
		respond "" 204
	}
	header @cors{args[0]} Access-Control-Allow-Origin {args[0]}
}
`;

const ECHO = site(`	# who may read
	header /api/* {
		Access-Control-Allow-Origin {header.Origin}
		Access-Control-Allow-Credentials "true"
		defer
	}
	reverse_proxy /api/* app:3000
`);

describe('Caddy', () => {
  it('a text, the origin repeated, matchers', () => {
    assert.deepEqual(of(site('\theader Access-Control-Allow-Origin *\n')), ['any everyone']);
    assert.deepEqual(of(ECHO), ['echo-any everyone; cookies']);
    assert.deepEqual(
      of(site('\t@a header Origin *a.example\n\theader @a Access-Control-Allow-Origin {http.request.header.origin}\n')),
      ['echo-match own plain sub'],
    );
    assert.deepEqual(
      of(
        site(
          '\t@a header_regexp o Origin ^https://(x\\.)?a\\.example$\n\theader @a Access-Control-Allow-Origin {re.o.0}\n',
        ),
      ),
      ['echo-match own sub'],
    );
  });

  it('a snippet by the arguments of its imports; the preflight is that of its handle', () => {
    const text = site('\timport cors https://a.example\n\timport cors http://a.example\n', SNIPPET);
    assert.deepEqual(of(text), ['echo-match own plain']);
    const [policy] = sample({ Caddyfile: text }).policies();
    assert.equal(policy?.preflight.by, 'manual');
    assert.equal(policy?.preflight.status, 204);
    assert.equal(say(policy, 'methods'), 'GET, PUT');
  });

  it('a snippet that nobody imports is read, with arguments that are not known; files are brought in', () => {
    assert.deepEqual(of(SNIPPET), ['dynamic ?']);
    const snippet = 'header Access-Control-Allow-Origin https://a.example\n';
    assert.deepEqual(of(site('\timport cors.caddy\n'), { 'cors.caddy': snippet }), ['fixed https://a.example']);
    assert.deepEqual(of('import Caddyfile\n'), []);
  });

  it('each path has what is written for it, and the rest what is written without one', () => {
    const text = site(`	header Access-Control-Allow-Origin https://a.example
	handle /fonts/* {
		header Access-Control-Allow-Origin *
		file_server
	}
	handle {
		reverse_proxy app:3000
	}
`);
    const all = sample({ Caddyfile: text }).policies();
    assert.deepEqual(
      all.map(it => [it.scope.path, it.origins.mode]),
      [
        [undefined, 'fixed'],
        ['/fonts/*', 'any'],
      ],
    );
    assert.deepEqual(all[0]?.upstream?.ports, [3000]);
  });

  it('what is set without a matcher takes the place of what a path is given', () => {
    const text = site(
      '\theader /a/* Access-Control-Allow-Origin https://a.example\n\theader Access-Control-Allow-Origin *\n',
    );
    assert.deepEqual(of(text), ['any everyone', 'any everyone']);
  });

  it('variables of the environment, with a text for where there is none', () => {
    const header = (value: string) => site(`\theader Access-Control-Allow-Origin ${value}\n`);
    assert.deepEqual(of(header('{$CORS_ORIGIN}')), ['fixed']);
    assert.deepEqual(of(header('{$CORS_ORIGIN:*}')), ['fallback everyone']);
    assert.deepEqual(of(header('{vars.origin}')), ['dynamic ?']);
  });

  it('what replaces or takes off the header of the server behind is told', () => {
    const proxy = (inside: string, header = 'Access-Control-Allow-Origin') =>
      sample({
        Caddyfile: site(`\theader ${header} https://a.example\n\treverse_proxy 127.0.0.1:3000${inside}\n`),
      }).policies()[0]?.upstream?.hidden;
    assert.deepEqual(proxy(''), []);
    assert.deepEqual(proxy(' {\n\t\theader_down -Access-Control-Allow-Origin\n\t}'), ['access-control-allow-origin']);
    assert.deepEqual(proxy('', '>Access-Control-Allow-Origin'), ['access-control-allow-origin']);
  });

  it('other directives are nobody’s policy', () => {
    for (const it of [
      'header Content-Security-Policy "connect-src https://a.example"',
      '# header Access-Control-Allow-Origin *',
      'request_header Access-Control-Allow-Origin *',
      'header -Access-Control-Allow-Origin',
      'respond "header Access-Control-Allow-Origin *"',
      '@a header Access-Control-Allow-Origin *',
      'reverse_proxy app:80 {\n\t\theader_up Access-Control-Allow-Origin *\n\t}',
    ])
      assert.deepEqual(of(site(`\t${it}\n`)), [], it);
  });

  it('fixes are lines in the words of the line beside them; comments stay', () => {
    const { after } = read(caddy, { '/Caddyfile': ECHO });
    assert.equal(after(remove('credentials')), ECHO.replace('\t\tAccess-Control-Allow-Credentials "true"\n', ''));
    assert.equal(after({ kind: 'vary' }), ECHO.replace('{header.Origin}\n', '{header.Origin}\n\t\tVary Origin\n'));
    const line = site('\theader @a Access-Control-Allow-Origin *\n\t@a path /a/*\n');
    assert.equal(
      read(caddy, { '/Caddyfile': line }).after(set('methods', { kind: 'texts', texts: ['GET', 'PUT'] })),
      line.replace('Origin *\n', 'Origin *\n\theader @a Access-Control-Allow-Methods "GET, PUT"\n'),
    );
  });

  it('broken files are read without a crash', () => {
    for (const text of [SNIPPET + site('\timport cors https://a.example\n'), ECHO])
      for (let end = 0; end < text.length; end++) {
        read(caddy, { '/Caddyfile': text.slice(0, end) });
        read(caddy, { '/Caddyfile': text.slice(0, end) + text.slice(end + 1) });
      }
    const header = 'header Access-Control-Allow-Origin *\n';
    read(caddy, { '/Caddyfile': `${'a {\n'.repeat(20000)}${header}` });
    read(caddy, { '/Caddyfile': `a {\n${'handle @x {\n'.repeat(2000)}${header}` });
    read(caddy, { '/Caddyfile': `(a) {\nimport a\nimport a\n${header}}\nb {\nimport a\n}\n` });
    read(caddy, {
      '/Caddyfile': `a {\n${Array.from({ length: 300 }, (_, i) => `respond @m${i} 204\n`).join('')}${header}}`,
    });
    readCaddyfile('f', '<<A\n'.repeat(20000));
  });
});

it('the words of a Caddyfile: quotes, backticks, heredocs, comments, lines that go on', () => {
  const [directive] = readCaddyfile('f', 'header "a\\"b" `c "d"` e#f \\\n  <<END\n  g\n  END # h\n');
  assert.deepEqual(
    directive?.args.map(it => it.text),
    ['a"b', 'c "d"', 'e#f', '  g'],
  );
});
