import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { apache } from '../../server/src/frameworks/platforms/apache/index.ts';
import { remove, set } from '../../server/src/model/edit.ts';
import { readApache } from '../../server/src/syntax/apache.ts';
import { read } from './raw-reading.ts';
import { readings } from './reading.ts';

const HTACCESS = `# who may read
<IfModule mod_headers.c>
  SetEnvIf Origin "^https://(x\\.)?a\\.example$" CORS=$0
  Header set Access-Control-Allow-Origin "%{CORS}e" env=CORS
  Header set Access-Control-Allow-Credentials "true" env=CORS
  Header merge Vary Origin
</IfModule>
<FilesMatch "\\.(ttf|woff2)$">
  Header set Access-Control-Allow-Origin "*"
</FilesMatch>
`;

const of = (text: string) => readings(text, {}, '.htaccess');

describe('Apache', () => {
  it('a variable with a guard, and files of their own', () => {
    assert.deepEqual(of(HTACCESS), ['echo-match own sub; cookies', 'any everyone']);
  });

  it('both tables, repeated origins, expressions', () => {
    assert.deepEqual(
      of('Header set Access-Control-Allow-Origin *\nHeader always set Access-Control-Allow-Origin *\n'),
      ['any everyone; duplicate-header'],
    );
    assert.deepEqual(of('Header set Access-Control-Allow-Origin "expr=%{req:Origin}"\n'), ['echo-any everyone']);
    assert.deepEqual(
      of(
        'Header set Access-Control-Allow-Origin "expr=%{req:Origin}" "expr=%{req:Origin} =~ m#^https://a\\.example$#"\n',
      ),
      ['echo-match own'],
    );
  });

  it('other directives are nobody’s policy', () => {
    for (const it of [
      'Header set Content-Security-Policy "connect-src https://a.example"',
      '# Header set Access-Control-Allow-Origin *',
      'RequestHeader set Access-Control-Allow-Origin *',
      'Header unset Access-Control-Allow-Origin',
    ])
      assert.deepEqual(of(`${it}\n`), [], it);
  });

  it('fixes are lines in the words of the line beside them; comments stay', () => {
    const { after } = read(apache, { '/.htaccess': HTACCESS });
    assert.equal(
      after(remove('credentials')),
      HTACCESS.replace('  Header set Access-Control-Allow-Credentials "true" env=CORS\n', ''),
    );
    assert.equal(
      after(set('maxAge', { kind: 'number', value: 600 })),
      HTACCESS.replace('e" env=CORS\n', 'e" env=CORS\n  Header set Access-Control-Max-Age "600" env=CORS\n'),
    );
  });

  it('broken files are read without a crash', () => {
    for (let end = 0; end < HTACCESS.length; end++) {
      read(apache, { '/.htaccess': HTACCESS.slice(0, end) });
      read(apache, { '/.htaccess': HTACCESS.slice(0, end) + HTACCESS.slice(end + 1) });
    }
    readApache('f', '<a>\n'.repeat(20000));
    readApache('f', '\\\n'.repeat(20000));
    readApache('f', `Header ${'"a" '.repeat(20000)}`);
  });
});
