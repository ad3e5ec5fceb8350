import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firebaseJson, staticWebApp } from '../../server/src/frameworks/platforms/static-hosts.ts';
import { remove, set } from '../../server/src/model/edit.ts';
import { read, say } from './raw-reading.ts';

const FIREBASE = `{
  "hosting": [
    {
      "target": "app", // the site
      "headers": [
        {
          "source": "/fonts/**",
          "headers": [
            { "key": "Access-Control-Allow-Origin", "value": "*" },
            { "key": "Access-Control-Allow-Credentials", "value": "true" }
          ]
        },
        { "source": "**", "headers": [{ "key": "Cache-Control", "value": "no-store" }] }
      ]
    }
  ]
}
`;

const AZURE = `{
  "globalHeaders": {
    "content-security-policy": "connect-src https://a.example",
    "Access-Control-Allow-Origin": "https://a.example/",
    "Access-Control-Allow-Credentials": "true"
  },
  "routes": [
    { "route": "/open/*", "headers": { "access-control-allow-origin": "*" } },
    { "route": "/login", "allowedRoles": ["*"] }
  ]
}
`;

describe('firebase.json', () => {
  const file = read(firebaseJson, { '/firebase.json': FIREBASE });

  it('one policy for each rule that concerns CORS, of one site or several', () => {
    assert.deepEqual(
      file.policies.map(it => say(it, 'origins', 'credentials', 'scope')),
      ['origins: any all\ncredentials: true\nscope: /fonts/**'],
    );
    const one = FIREBASE.replace('"hosting": [', '"hosting":').replace(/\n {2}\]\n\}\n$/, '\n}\n');
    assert.equal(read(firebaseJson, { '/firebase.json': one }).policies.length, 1);
  });

  it('fixes are rows, and comments stay', () => {
    const row = /,\n *\{ "key": "Access-Control-Allow-Credentials", "value": "true" \}/;
    assert.equal(file.after(remove('credentials')), FIREBASE.replace(row, ''));
    const origins = set('origins', { kind: 'texts', texts: ['https://a.example'] });
    assert.equal(file.after(origins), FIREBASE.replace('"*"', '"https://a.example"'));
  });
});

describe('Azure Static Web Apps', () => {
  it('global headers and those of a route', () => {
    const { policies } = read(staticWebApp, { '/staticwebapp.config.json': AZURE });
    assert.deepEqual(
      policies.map(it => say(it)),
      ['fixed equals "https://a.example/"', 'any all'],
    );
    assert.deepEqual(
      policies.map(it => it.scope.path),
      [undefined, '/open/*'],
    );
  });

  it('fixes are properties', () => {
    const { after } = read(staticWebApp, { '/staticwebapp.config.json': AZURE });
    assert.equal(after(remove('credentials')), AZURE.replace(',\n    "Access-Control-Allow-Credentials": "true"', ''));
  });
});

it('broken files are read without a crash', () => {
  for (let end = 0; end < FIREBASE.length; end += 5) read(firebaseJson, { '/firebase.json': FIREBASE.slice(0, end) });
  for (let end = 0; end < AZURE.length; end += 5)
    read(staticWebApp, { '/staticwebapp.config.json': AZURE.slice(0, end) });
});
