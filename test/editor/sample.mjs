// What the tests expect of the sample workspace: test/workspaces/shop.
import { fileURLToPath } from 'node:url';

export const SAMPLE = {
  folder: fileURLToPath(new URL('../workspaces/shop', import.meta.url)),
  file: 'api/routes/catalogue.js',
  severity: 'error',
  message: 'Browsers reject `*`',
  rule: 'wildcard-with-credentials',
  fix: 'Stop allowing credentials',
  fixed: /'\/favourites', cors\(\{ origin: '\*' \}\)/,
  /** A line with a policy, and what is said of it. */
  policyLine: 17,
  policySays: /may read these responses/,
  /** Names of files with problems that are not open at first. */
  others: ['orders.js', 'partners.js', 'account.js'],
  fixAllFile: 'api/routes/orders.js',
  allFixed: /\['https:\/\/shop\.example\.com', 'https:\/\/pay\.example\.com'\]/,
};
