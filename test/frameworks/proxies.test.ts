import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sample } from '../harness/workspace.ts';
import { installed, policies, readings } from './reading.ts';

describe('cors-anywhere', () => {
  const read = (options: string) =>
    readings(`const anywhere = require('cors-anywhere');\nanywhere.createServer(${options}).listen(8080);`);
  const cases: Readonly<Record<string, string>> = {
    '': 'any everyone',
    '{}': 'any everyone',
    "{ originWhitelist: ['https://a.example'] }": 'any everyone',
    "{ originWhitelist: ['*'] }": 'any everyone; misread nobody',
    "{ originWhiteList: ['https://a.example'] }": 'any everyone; unknown originWhiteList for originWhitelist',
  };
  for (const [options, reading] of Object.entries(cases))
    it(`(${options})`, () => assert.deepEqual(read(options), [reading]));

  it('is open without a list alone', () => {
    const surface = (options: string) =>
      policies(`import { createServer } from 'cors-anywhere';\ncreateServer(${options});`)[0]?.details?.surface;
    assert.equal(surface('{ originWhitelist: [] }'), 'open-proxy');
    assert.equal(surface("{ requireHeader: ['origin'] }"), 'open-proxy');
    assert.equal(surface("{ originWhitelist: ['https://a.example'] }"), undefined);
    assert.equal(surface('{ originWhitelist: config.list }'), undefined);
    assert.equal(surface("{ originWhitelist: '*' }"), undefined);
  });
});

describe('cors() in front of a proxy for everything', () => {
  const answers = (mounted: string) =>
    policies(`import cors from 'cors';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
const app = express();
app.use(cors({ origin: ['https://a.example'], credentials: true }));
${mounted}
app.listen(8080);`)[0]?.behaviour?.untold;
  it('what the server behind it sends goes over the headers', () => {
    for (const mounted of [
      "app.use(createProxyMiddleware({ target: 'http://api' }));",
      "app.use('/', createProxyMiddleware({ target: 'http://api' }));",
      "const proxy = createProxyMiddleware({ target: 'http://api' });\napp.use(proxy);",
    ])
      assert.deepEqual(answers(mounted)?.on, ['actual']);
  });
  it('a proxy on one path leaves the others alone', () => {
    assert.equal(answers("app.use('/api', createProxyMiddleware({ target: 'http://api' }));"), undefined);
    assert.equal(answers("app.get('/', (req, res) => res.send(''));"), undefined);
  });
});

describe('hooks of http-proxy-middleware', () => {
  const hook = "proxyRes => { proxyRes.headers['access-control-allow-origin'] = '*'; }";
  const second = `const { createProxyMiddleware } = require('http-proxy-middleware');
app.use('/api', createProxyMiddleware({ target: 'http://api', changeOrigin: true, onProxyRes: ${hook} }));`;
  const third = `import { createProxyMiddleware } from 'http-proxy-middleware';
app.use('/api', createProxyMiddleware({ target: 'http://api', on: { proxyRes: ${hook} } }));`;
  const of = (source: string, version: string) => readings(source, installed({ 'http-proxy-middleware': version }));

  it('onProxyRes is called by version 2', () => assert.deepEqual(of(second, '2.0.9'), ['any everyone']));
  it('and by no later one', () => {
    for (const version of ['3.0.10', '^3.0.0', '4.2.1'])
      assert.deepEqual(of(second, version), ['none; unknown onProxyRes for on.proxyRes']);
  });
  it('on.proxyRes is, from version 3 on', () => assert.deepEqual(of(third, '4.2.1'), ['any everyone']));
  it('a version that nothing tells is no reason to doubt', () => assert.deepEqual(readings(second), ['any everyone']));

  it('what is never sent is told once', () => {
    const files = installed({ 'http-proxy-middleware': '4.2.1' });
    const credentials = second
      .replace("= '*';", "= req.headers.origin; proxyRes.headers['access-control-allow-credentials'] = 'true';")
      .replace('proxyRes =>', '(proxyRes, req) =>');
    const found = sample({ ...files, 'server.js': credentials }).findings();
    assert.deepEqual(
      found.map(it => it.message),
      ['`http-proxy-middleware` ignores `onProxyRes`, which is none of its options.'],
    );
  });
});
