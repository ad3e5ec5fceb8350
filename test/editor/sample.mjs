// What the tests expect of the workspace that they open.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILES = {
  'package.json': JSON.stringify({
    name: 'shop',
    private: true,
    type: 'module',
    dependencies: { cors: '^2.8.5', express: '^5.0.0' },
  }),
  'api/server.ts': `import cors from 'cors';
import express from 'express';
import { partners } from './partners.ts';

const app = express();

/** The catalogue is for everybody, the basket for who is logged in. */
app.use('/basket', cors({ origin: '*', credentials: true }));
app.use('/partners', cors(partners));

app.get('/basket', (req, res) => {
  res.json({ user: req.headers.cookie });
});

app.listen(3000);
`,
  'api/partners.ts': `export const partners = {
  origin: ['https://partners.example.com/'],
  credentials: true,
  maxAge: 600,
};
`,
};

function write() {
  const folder = mkdtempSync(join(tmpdir(), 'corslint-sample-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const SAMPLE = {
  folder: write(),
  file: 'api/server.ts',
  severity: 'error',
  message: 'Browsers reject',
  rule: 'wildcard-with-credentials',
  fix: 'Stop allowing credentials',
  fixed: /cors\(\{ origin: '\*' \}\)/,
  /** Names of files with problems that are not open at first. */
  others: ['partners.ts'],
  fixAllFile: 'api/partners.ts',
  allFixed: /'https:\/\/partners\.example\.com'/,
};
