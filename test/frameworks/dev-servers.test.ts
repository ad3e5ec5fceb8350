import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { policies, readings } from './reading.ts';

const STAR = "{ 'Access-Control-Allow-Origin': '*' }";

describe('devServer.headers of webpack', () => {
  const files: Readonly<Record<string, string>> = {
    'webpack.config.js': `module.exports = { devServer: { headers: ${STAR} } };`,
    'config/webpack.dev.ts': `const dev = { devServer: { headers: ${STAR} } };\nexport default merge(common, dev);`,
    'webpack.development.cjs': `module.exports = merge([defaults(), { devServer: { headers: ${STAR} } }]);`,
    'webpack.config.mjs': `export default [{ name: 'a' }, { devServer: { headers: ${STAR} } }];`,
    'vue.config.js': `module.exports = defineConfig({ devServer: { headers: ${STAR} } });`,
    'craco.config.js': `module.exports = { devServer: { headers: ${STAR} } };`,
    'webpackDevServer.config.js': `module.exports = function (proxy, host) { return { headers: ${STAR} }; };`,
  };
  for (const [path, source] of Object.entries(files)) {
    it(path, () => {
      const [policy, ...others] = policies(source, {}, path);
      assert.deepEqual(others, []);
      assert.equal(policy?.framework, 'webpack-dev-server');
      assert.equal(policy.details?.surface, 'dev-server');
    });
  }

  it('is read once, and not as headers by hand again', () => {
    const source = `module.exports = { devServer: { headers: req => ({ 'Access-Control-Allow-Origin': req.headers.origin }) } };`;
    assert.deepEqual(
      policies(source, {}, 'webpack.config.js').map(it => it.framework),
      ['webpack-dev-server'],
    );
  });

  it('what middleware of it writes is still read as headers by hand', () => {
    const source = `module.exports = { devServer: { headers: ${STAR}, setupMiddlewares(all, { app }) {
  app.use((req, res, next) => { res.setHeader('Access-Control-Allow-Origin', 'https://a.example'); next(); });
  return all;
} } };`;
    assert.deepEqual(readings(source, {}, 'webpack.config.js'), ['any everyone', 'fixed https://a.example']);
  });

  it('in other files, headers are those of something else', () => {
    const found = policies(`module.exports = { devServer: { headers: ${STAR} } };`, {}, 'server.js');
    assert.ok(found.every(it => it.framework !== 'webpack-dev-server'));
  });
});

describe('policies of dev servers', () => {
  const proxied = `configure: proxy => { proxy.on('proxyRes', (res, req) => {
    res.headers['access-control-allow-origin'] = req.headers.origin;
    res.headers['access-control-allow-credentials'] = 'true';
  }); }`;
  it('are those, too, that the proxy within them writes', () => {
    const source = `export default defineConfig({ server: { proxy: { '/api': { target: 'http://x.example', ${proxied} } } } });`;
    const found = policies(source, {}, 'vite.config.ts').filter(it => it.framework === 'raw-headers');
    assert.deepEqual(
      found.map(it => [it.origins.mode, it.details?.surface, it.guards.length]),
      [['echo-any', 'dev-server', 1]],
    );
  });

  it('hold in development alone', () => {
    const [policy] = policies('export default defineConfig({ server: { cors: true } }); // vite', {}, 'vite.config.ts');
    assert.deepEqual(policy?.guards, [{ kind: 'mode', mode: 'development' }]);
  });
});
