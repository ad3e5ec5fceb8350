import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { appSchemes, isOrigin, type ProblemKind, parseOrigin } from '../../server/src/origins/grammar.ts';

/** Text, what is wrong with it, how a browser writes it. */
const vectors: readonly (readonly [string, readonly ProblemKind[], string?])[] = [
  ['https://example.com', [], 'https://example.com'],
  ['http://example.com:8080', [], 'http://example.com:8080'],
  ['null', [], 'null'],
  ['', ['empty']],
  ['  ', ['whitespace', 'empty']],
  ['example.com', ['no-scheme'], 'https://example.com'],
  ['//example.com', ['no-scheme'], 'https://example.com'],
  ['localhost:3000', ['no-scheme'], 'http://localhost:3000'],
  ['127.0.0.1:8080', ['no-scheme'], 'http://127.0.0.1:8080'],
  ['https://example.com/', ['trailing-slash'], 'https://example.com'],
  ['https://example.com/app', ['path'], 'https://example.com'],
  ['https://example.com/app?x=1#y', ['path', 'query', 'fragment'], 'https://example.com'],
  ['https://example.com?', ['query'], 'https://example.com'],
  ['https://example.com#', ['fragment'], 'https://example.com'],
  ['https://user:pass@example.com', ['userinfo'], 'https://example.com'],
  ['https://example.com:443', ['default-port'], 'https://example.com'],
  ['http://example.com:80/', ['trailing-slash', 'default-port'], 'http://example.com'],
  ['http://example.com:443', [], 'http://example.com:443'],
  ['https://example.com:', ['port'], 'https://example.com'],
  ['https://example.com:08443', ['port'], 'https://example.com:8443'],
  ['https://example.com:0', ['port']],
  ['https://example.com:65536', ['port']],
  ['https://example.com:abc', ['port']],
  ['HTTPS://Example.COM', ['upper-case', 'upper-case'], 'https://example.com'],
  ['https://Example.com', ['upper-case'], 'https://example.com'],
  ['https://bücher.example', ['unicode-host'], 'https://xn--bcher-kva.example'],
  ['https://xn--bcher-kva.example', [], 'https://xn--bcher-kva.example'],
  ['https://faß.de', ['unicode-host'], 'https://xn--fa-hia.de'],
  ['https://ex%61mple.com', ['percent-encoding'], 'https://example.com'],
  [' https://example.com', ['whitespace'], 'https://example.com'],
  ['https://example.com ', ['whitespace'], 'https://example.com'],
  ['"https://example.com"', ['quotes', 'quotes'], 'https://example.com'],
  ["'https://example.com", ['quotes'], 'https://example.com'],
  ['*', ['wildcard']],
  ['https://*.example.com', ['wildcard']],
  ['https://a.example, https://b.example', ['list']],
  ['https://a.example https://b.example', ['list']],
  ['https:/example.com', ['malformed-scheme'], 'https://example.com'],
  ['https//example.com', ['malformed-scheme'], 'https://example.com'],
  ['http:example.com', ['malformed-scheme'], 'http://example.com'],
  ['http://2130706433', ['address-form'], 'http://127.0.0.1'],
  ['http://[0:0:0:0:0:0:0:1]:3000', ['address-form'], 'http://[::1]:3000'],
  ['file:///C:/x', ['path', 'scheme-never-sent']],
  ['ws://localhost:3000', ['scheme-never-sent']],
  ['capacitor://localhost', [], 'capacitor://localhost'],
  ['ionic://localhost', [], 'ionic://localhost'],
  ['tauri://localhost', [], 'tauri://localhost'],
  ['app://obsidian.md', [], 'app://obsidian.md'],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop', [], 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'],
  [
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop/',
    ['trailing-slash'],
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  ],
  [
    'safari-web-extension://1F2E3D4C-0000-4000-8000-ABCDEFABCDEF',
    [],
    'safari-web-extension://1F2E3D4C-0000-4000-8000-ABCDEFABCDEF',
  ],
  ['not an origin', ['list']],
  ['true', ['not-an-origin']],
  ['self', ['not-an-origin']],
];

for (const [text, problems, canonical] of vectors) {
  test(`reads ${JSON.stringify(text)}`, () => {
    const reading = parseOrigin(text);
    assert.deepEqual(
      reading.problems.map(it => it.kind),
      problems,
    );
    assert.equal(reading.canonical, canonical);
    for (const { start, end } of reading.problems) assert.ok(start <= end && end <= text.length);
  });
}

const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;

/**
 * What the tests of jub0bs/cors (v1.0.2, patterns of exact origins) hold valid and invalid. Left out is what that library
 * forbids for its own reasons though browsers send it: `null`, IPv4 mapped into IPv6, and its own wildcards.
 */
const valid = [
  'connector://foo',
  'a://example.com',
  'z://example.com',
  'https://127.0.0.1:90',
  'http://69.254.169.254',
  'http://127.0.0.1:90',
  'https://[::1]:90',
  'http://[2001:db8:aaaa:1111::100]:9090',
  'http://[::1]:90',
  'http://ex_am-ple.com:3999',
  'http://example.com.:3999',
  `https://${longest}`,
  'http://example.com:65535',
];
const invalid = [
  'https://user:password@example.com:6060',
  'https://example.com:6060/foo',
  'https://example.com:6060?',
  'https://example.com:6060?foo=bar',
  'https://example.com:6060#nav',
  'ab',
  'ab:',
  'https://',
  ' http://example.com:6060 ',
  'file:///foo',
  'file://example.com',
  '42-chrome-extension://foo',
  'chrome-extension*://foo',
  'http://foo:80',
  'https://foo:443',
  'https://^foo',
  'http://1:6060',
  'https://résumé.com',
  'https://foo.^bar',
  'https://foo:',
  'https://foo:-1',
  'https://foo:0',
  'https://foo:abc',
  'https://foo:06060',
  'https://foo:12345foo',
  'https://foo:123456',
  'https://foo:65536',
  'https://foo:12390abc',
  'http://foo.bar.255:6060',
  'http://foo.bar.baz.012345678901234567890123456789:6060',
  'http://[::1]1:6060',
  'http://127.0.0.1:',
  'http://127.0.0.1:-1',
  'http://127.0.0.1:0',
  'https://127.0.0.1.:90',
  'http://127.0.0.1.1',
  'http://256.0.0.1',
  'http://[example]:90',
  'https://::1:90',
  'http://[::1:90',
  'https://::1]:90',
  'https://abc[::1]:90',
  'https://[::1]abc:90',
  'http://127.1:3999',
  'http://[::::::::::::::::1]:90',
  'http://[2001:4860:4860:0000:0000:0000:0000:8888]:90',
  'http://[fe80::1ff:fe23:4567:890a%eth2]:90',
  'http://exAmplE.coM:3999',
  'http://example.com..:3999',
  'http://example..com:3999',
  'https://.example.com',
  'http://xn--f',
  'http://[]',
  'http://[::1:]',
  'http://[::1].:90',
  'https://example.com^8080',
  `https://${'a'.repeat(64)}.com`,
  `https://${longest}.toolong`,
];

test('agrees with the vectors of jub0bs/cors', context => {
  for (const text of valid) assert.ok(isOrigin(text), text);
  for (const text of invalid) assert.ok(!isOrigin(text), text);
  context.diagnostic(`${valid.length + invalid.length} vectors`);
});

test('a host with a punycode label that no encoder writes is no host', () => {
  for (const label of ['xn--', 'xn--a', 'xn--f', 'xn---', 'xn--zzzzzzzzzzz', 'xn--bcher-kvA']) {
    assert.ok(!isOrigin(`https://${label}.example`), label);
  }
  for (const host of ['xn--bcher-kva', 'xn--fa-hia', 'xn--mnchen-3ya', 'xn--e1afmkfd', 'xn--fiqs8s', 'xn--ls8h']) {
    assert.ok(isOrigin(`https://${host}.example`), host);
  }
});

test('knows the schemes of apps and extensions', () => {
  assert.ok(appSchemes.has('capacitor') && appSchemes.has('vscode-webview') && !appSchemes.has('file'));
});

const piece = fc.constantFrom(
  ...[
    'http',
    'https',
    'HTTPS',
    '://',
    ':/',
    ':',
    '/',
    '//',
    'example',
    '.com',
    '.',
    '..',
    'localhost',
    '127.0.0.1',
    '1',
    '0x7f',
    '256',
  ],
  ...[
    '[::1]',
    '[',
    ']',
    ':80',
    ':443',
    ':8080',
    ':0',
    ':99999',
    '?',
    '#',
    '@',
    '%41',
    ' ',
    'ü',
    'ß',
    'xn--bcher-kva',
    'xn--',
    '_',
    '-',
    '~',
    '!',
    '\\',
  ],
);

test('agrees with the URL parser of this engine on random text', () => {
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map(it => it.join('')),
    fc
      .tuple(fc.constantFrom('http://', 'https://'), fc.array(piece, { maxLength: 5 }))
      .map(([scheme, rest]) => scheme + rest.join('')),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, text => {
      const { problems, canonical } = parseOrigin(text);
      let url: URL | undefined;
      try {
        url = new URL(text);
      } catch {}
      const web = url !== undefined && /^https?:$/.test(url.protocol) && /^https?:/.test(text);
      if (problems.length === 0 && text !== 'null' && /^https?:/.test(text)) assert.equal(url?.origin, text);
      if (!url || !web) return;
      // Hosts that the URL standard lets pass and no name service knows.
      const labels = url.hostname.replace(/\.$/, '').split('.');
      const known =
        url.hostname.startsWith('[') ||
        labels.every(it => it !== '' && it.length < 64 && /^(?!xn--)|^xn--bcher-kva$/.test(it));
      if (known && url.origin === text && url.port !== '0') assert.deepEqual(problems, []);
      if (canonical !== undefined) assert.equal(canonical, url.origin);
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

test('what it says is canonical is an origin, and says so of itself', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 7 }).map(it => it.join('')),
        fc.webUrl(),
      ),
      text => {
        const { canonical } = parseOrigin(text);
        if (canonical !== undefined) assert.deepEqual(parseOrigin(canonical).problems, []);
      },
    ),
    { numRuns: 10_000, seed: 2 },
  );
});
