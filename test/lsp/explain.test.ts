import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { COMMANDS } from '../../server/src/lsp/protocol.ts';
import { startEditor, until } from './editor.ts';

const manifest = (dependencies: Readonly<Record<string, string>>) => JSON.stringify({ name: 'it', dependencies });
const FILES = {
  '/w/api/package.json': manifest({ cors: '2.8.5', express: '5.0.0' }),
  '/w/api/server.js': `const app = require('express')();
app.use(require('cors')({ origin: 'https://shop.example.com', methods: ['GET'] }));
app.delete('/items/:id', (req, res) => res.json({}));
app.listen(process.env.PORT);
`,
  '/w/web/package.json': manifest({ vite: '7.0.0' }),
  '/w/web/src/main.js':
    "export const drop = id => fetch(`https://api.example.com/items/${id}`, { method: 'DELETE' });\n",
  '/w/corslint.config.json': JSON.stringify({
    sites: [{ folder: 'api', origins: ['https://api.example.com'], role: 'server' }],
  }),
};

test('an error is explained with the sites that the configuration states, down to the place that decides', async () => {
  const editor = await startEditor({ open: openWorkspace, files: FILES });
  const explain = async () =>
    String(
      await editor.execute(
        COMMANDS.explainError,
        "Access to fetch at 'https://api.example.com/items/7' from origin 'https://shop.example.com' has been blocked by CORS policy: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response.",
      ),
    );
  await until(async () => /server\.js:2/.test(await explain()), 'the workspace is read');
  const told = await explain();
  assert.match(told, /The server’s list of methods lacks `DELETE`/);
  assert.match(told, /server\.js:2\]/);
  await editor.stop();
});
