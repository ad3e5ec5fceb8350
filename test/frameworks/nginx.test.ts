import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nginx } from '../../server/src/frameworks/platforms/nginx/index.ts';
import { remove, set } from '../../server/src/model/edit.ts';
import { readNginx } from '../../server/src/syntax/nginx.ts';
import { sample } from '../harness/workspace.ts';
import { read, say } from './raw-reading.ts';
import { readings } from './reading.ts';

const one = (inside: string, around = '') => `${around}server {\n  listen 80;\n${inside}}\n`;
const nginxReadings = (text: string, files = {}) => readings(text, files, 'nginx.conf');

const ECHO = one(`  location /api/ {
    # who may read
    add_header 'Access-Control-Allow-Origin' $http_origin always;
    add_header "Access-Control-Allow-Credentials" true always;
    proxy_pass http://127.0.0.1:3000;
  }
`);

const MAP = one(
  `  location / {
    add_header Access-Control-Allow-Origin $cors always;
    add_header Vary Origin always;
  }
`,
  `map $http_origin $cors {
  default "";
  "https://a.example" $http_origin;
  ~^https://[a-z]+\\.a\\.example$ $http_origin;
}
`,
);

const IFS = one(`  location / {
    set $cors "";
    if ($http_origin ~* ^https://(x\\.)?a\\.example$) { set $cors "yes"; }
    if ($request_method = OPTIONS) { set $cors "\${cors}options"; }
    if ($cors = "yes") {
      add_header Access-Control-Allow-Origin $http_origin always;
    }
    if ($cors = "yesoptions") {
      add_header Access-Control-Allow-Origin $http_origin always;
      add_header Access-Control-Allow-Methods "GET, PUT" always;
      return 204;
    }
    root /srv;
  }
`);

describe('nginx', () => {
  it('a text, the origin repeated, a map, ifs', () => {
    assert.deepEqual(nginxReadings(ECHO), ['echo-any everyone; cookies']);
    assert.deepEqual(nginxReadings(MAP), ['echo-match own sub']);
    assert.deepEqual(nginxReadings(IFS), ['echo-match own sub']);
    assert.deepEqual(nginxReadings(one('  add_header Access-Control-Allow-Origin "https://a.example" always;\n')), [
      'fixed https://a.example',
    ]);
  });

  it('what ifs add and return belongs to the preflight', () => {
    const [policy] = sample({ 'nginx.conf': IFS }).policies();
    assert.equal(policy?.preflight.by, 'manual');
    assert.equal(policy?.preflight.status, 204);
    assert.equal(say(policy, 'methods'), 'GET, PUT');
  });

  it('patterns are anchored nowhere, and texts of a map know no case', () => {
    const anywhere = MAP.replace('~^https://[a-z]+\\.a\\.example$', '~a\\.example');
    assert.deepEqual(nginxReadings(anywhere), ['echo-match own plain sub']);
    assert.deepEqual(nginxReadings(MAP.replace('"https://a.example"', 'https://A.Example')), ['echo-match own sub']);
  });

  it('a location inherits what it does not write itself', () => {
    const outer = (inner: string) =>
      one(`  add_header Access-Control-Allow-Origin * always;\n  location /x {\n${inner}  }\n`);
    assert.deepEqual(nginxReadings(outer('    expires 1d;\n')), ['any everyone']);
    const own = outer('    add_header Access-Control-Allow-Origin https://a.example always;\n');
    assert.deepEqual(nginxReadings(own), ['any everyone', 'fixed https://a.example']);
  });

  it('files that are included stand in their place', () => {
    const text = one('  location / {\n    include snippets/cors.conf;\n  }\n');
    const snippet = 'add_header Access-Control-Allow-Origin * always;\n';
    assert.deepEqual(readings(text, { 'snippets/cors.conf': snippet }, 'nginx.conf'), ['any everyone', 'any everyone']);
    assert.deepEqual(readings(text, {}, 'nginx.conf'), []);
  });

  it('variables of `envsubst` and templates are not known, nor is a variable that is set elsewhere', () => {
    const header = (value: string) => one(`  add_header Access-Control-Allow-Origin ${value} always;\n`);
    assert.deepEqual(readings(header('"${CORS_ORIGIN}"'), {}, 'default.conf.template'), ['fixed']);
    for (const it of ['"{{ origin }}"', '{{ origin }}', '$elsewhere'])
      assert.deepEqual(readings(header(it), {}, 'nginx.conf.j2'), ['dynamic ?'], it);
  });

  it('what the sender chooses is named', () => {
    assert.deepEqual(nginxReadings(ECHO.replace('$http_origin', '$http_referer')), [
      'echo-any everyone; cookies; untrusted-source',
    ]);
    assert.deepEqual(nginxReadings(ECHO.replace('$http_origin', '$arg_origin')), [
      'echo-any everyone; cookies; untrusted-source',
    ]);
  });

  it('other headers are nobody’s policy', () => {
    const silent = [
      '  add_header Content-Security-Policy "connect-src https://a.example";\n',
      '  # add_header Access-Control-Allow-Origin *;\n',
      '  proxy_set_header Access-Control-Allow-Origin *;\n',
      '  proxy_hide_header Access-Control-Allow-Origin;\n',
      '  valid_referers none blocked a.example;\n',
      '  content_by_lua_block { ngx.say("add_header Access-Control-Allow-Origin *;") }\n',
    ];
    for (const it of silent) assert.deepEqual(nginxReadings(one(it)), [], it);
  });

  it('fixes are lines in the words of the line beside them; comments stay', () => {
    const { after } = read(nginx, { '/nginx.conf': ECHO });
    assert.equal(
      after(remove('credentials')),
      ECHO.replace('    add_header "Access-Control-Allow-Credentials" true always;\n', ''),
    );
    assert.equal(after(set('origins', { kind: 'text', text: '*' })), ECHO.replace('$http_origin', '*'));
    assert.equal(
      after({ kind: 'vary' }),
      ECHO.replace('$http_origin always;\n', "$http_origin always;\n    add_header 'Vary' Origin always;\n"),
    );
    const crlf = ECHO.replaceAll('\n', '\r\n');
    assert.equal(
      read(nginx, { '/nginx.conf': crlf }).after(set('methods', { kind: 'texts', texts: ['GET', 'PUT'] })),
      crlf.replace(
        '$http_origin always;\r\n',
        '$http_origin always;\r\n    add_header \'Access-Control-Allow-Methods\' "GET, PUT" always;\r\n',
      ),
    );
  });

  it('broken files are read without a crash', () => {
    for (const text of [ECHO, MAP, IFS]) {
      for (let end = 0; end < text.length; end++) {
        read(nginx, { '/nginx.conf': text.slice(0, end) });
        read(nginx, { '/nginx.conf': text.slice(0, end) + text.slice(end + 1) });
      }
    }
    read(nginx, { '/nginx.conf': 'if {'.repeat(20000) });
    read(nginx, { '/nginx.conf': `location / { ${'if ($a) { set $a 1; } '.repeat(200)} add_header X $a; }` });
    read(nginx, { '/nginx.conf': 'include nginx.conf; add_header Access-Control-Allow-Origin *;' });
  });
});

it('the words of nginx: quotes, escapes, comments', () => {
  const [directive] = readNginx('f', 'add_header  "a\\"b" \'c d\' e\\ f ${g} # h\n ;');
  assert.deepEqual(
    directive?.args.map(it => it.text),
    ['a"b', 'c d', 'e\\ f', '${g}'],
  );
});
