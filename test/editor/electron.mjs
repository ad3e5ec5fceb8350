// `npm run test:electron`: the suite in the desktop's VS Code, which is downloaded; `npm test` runs it without that.
import { rmSync } from 'node:fs';
import { runTests } from '@vscode/test-electron';
import { packageExtension } from './package.mjs';
import { buildSuite, ROOT, suiteFolder } from './suite.mjs';

packageExtension();
const { base, folder } = suiteFolder();
try {
  process.exitCode = await runTests({
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: await buildSuite(),
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust'],
  });
} catch (error) {
  console.error(`The suite did not run or did not pass: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(base, { recursive: true, force: true });
}
