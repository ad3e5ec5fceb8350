// What the tests expect of the workspace that they open.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'fake-'));
writeFileSync(
  join(folder, 'app.ts'),
  '// The cors-lint-test of this\nconst x = "cors-lint-test";\nthe policy\nconst y = {"Access-Control-Allow-Origin": "*", Vary: "Origin"}; // cors-lint-test\n',
);
writeFileSync(
  join(folder, 'other.ts'),
  '\n\n\nconst y = {"Access-Control-Allow-Origin": "*", Vary: "Origin"}; // cors-lint-test\n',
);
export const SAMPLE = {
  folder,
  file: 'app.ts',
  severity: 'warning',
  message: 'Any site reads',
  rule: 'wildcard-origin',
  others: ['other.ts'],
  fix: 'Replace the word',
  fixed: /The CORS of/,
  fixAllFile: 'other.ts',
  allFixed: /CORS/,
};
