import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { nextConfig } from '../../server/src/frameworks/platforms/next-config.ts';
import { remove } from '../../server/src/model/edit.ts';
import { read, say } from './raw-reading.ts';

const RULES = `[
      {
        source: '/api/:path*',
        headers: [
          { key: 'Access-Control-Allow-Origin', value: '*' },
          { key: 'Access-Control-Allow-Credentials', value: 'true' },
        ],
      },
      { source: '/', headers: [{ key: 'X-Frame-Options', value: 'DENY' }] },
    ]`;
const SAID = ['origins: any all\ncredentials: true\nscope: /api/:path*'];

function policies(
  source: string,
  more: Readonly<Record<string, string>> = {},
  path = '/next.config.mjs',
): readonly string[] {
  return read(nextConfig, { [path]: source, ...more }).policies.map(it => say(it, 'origins', 'credentials', 'scope'));
}

describe('headers() of next.config', () => {
  it('in every form of the file', () => {
    const forms: readonly (readonly [string, string])[] = [
      [`module.exports = { async headers() { return ${RULES}; } };`, '/next.config.js'],
      [`const config = { headers: async () => ${RULES} };\nexport default config;`, '/next.config.mjs'],
      [
        `import type { NextConfig } from 'next';\nconst config: NextConfig = { headers() { return Promise.resolve(${RULES}); } };\nexport default config;`,
        '/apps/web/next.config.ts',
      ],
      [
        `const config = { async headers() { return ${RULES}; } };\nexport default withA(options)(withB(config));`,
        '/next.config.mjs',
      ],
      [
        `export default (phase, { defaultConfig }) => ({ ...defaultConfig, async headers() { return ${RULES}; } });`,
        '/next.config.mjs',
      ],
      [`const rules = ${RULES};\nmodule.exports = { async headers() { return [...rules]; } };`, '/next.config.js'],
    ];
    for (const [source, path] of forms) assert.deepEqual(policies(source, {}, path), SAID, source);
  });

  it('rules from another file', () => {
    assert.deepEqual(
      policies("import { rules } from './headers.mjs';\nexport default { headers: async () => rules };", {
        '/headers.mjs': `export const rules = ${RULES};`,
      }),
      SAID,
    );
  });

  it('environments', () => {
    const source = `export default { async headers() {
      return [{ source: '/a', headers: [{ key: 'Access-Control-Allow-Origin', value: process.env.NODE_ENV === 'production' ? 'https://a.com' : '*' }] }];
    } };`;
    const found = read(nextConfig, { '/next.config.mjs': source }).policies;
    assert.deepEqual(
      found.map(it => say(it, 'origins', 'only')),
      ['origins: fixed equals "https://a.com"\nonly where: production', 'origins: any all\nonly where: not-production'],
    );
  });

  it('an origin that has to match', () => {
    const source =
      "export default { headers: async () => [{ source: '/a', has: [{ type: 'header', key: 'origin', value: '(?<o>https://.*\\\\.a\\\\.com)' }], headers: [{ key: 'Access-Control-Allow-Origin', value: ':o' }] }] };";
    assert.deepEqual(policies(source), [
      'origins: echo-match matches /^(?:(?<o>https://.*\\.a\\.com))$/\ncredentials: false (default)\nscope: /a',
    ]);
  });

  it('other files, other objects', () => {
    assert.deepEqual(policies(`export default { headers: () => ${RULES} };`, {}, '/config.mjs'), []);
    assert.deepEqual(policies('export default { images: {} };'), []);
    assert.deepEqual(
      read(rawHeaders, { '/next.config.mjs': `export default { headers: () => ${RULES} };` }).policies,
      [],
    );
  });

  it('fixes are rows', () => {
    const source = `export default { async headers() { return ${RULES}; } };`;
    const { after } = read(nextConfig, { '/next.config.mjs': source });
    const row = "          { key: 'Access-Control-Allow-Credentials', value: 'true' },\n";
    assert.equal(after(remove('credentials')), source.replace(row, ''));
    assert.equal(after({ kind: 'vary' }), source.replace(row, `          { key: 'Vary', value: 'Origin' },\n${row}`));
  });
});
