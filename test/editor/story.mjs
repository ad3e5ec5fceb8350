// The packaged extension in a real VS Code, on a copy of a workspace, for a story of steps in it.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.mjs';
import { installVscode } from './install-vscode.mjs';
import { isBuilt, packageExtension } from './package.mjs';
import { STEADY, startServer } from './server.mjs';
import { workbench } from './workbench.mjs';

const SHOTS = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** To be called in a test: its steps find the window open, and it is gone after them. */
export function startStory(t, { workspace, settings = {} }) {
  const base = mkdtempSync(join(tmpdir(), 'corslint-e2e-'));
  const story = { folder: join(base, basename(workspace)) };
  let server;
  let browser;

  before(async () => {
    mkdirSync(SHOTS, { recursive: true });
    cpSync(workspace, story.folder, { recursive: true, filter: it => !it.includes('node_modules') });
    const vsix =
      process.env.CORSLINT_VSIX ?? packageExtension({ file: join(base, 'corslint.vsix'), build: !isBuilt() });
    server = await startServer({ at: installVscode(), base, vsix: [vsix], settings: { ...STEADY, ...settings } });
    browser = await launchBrowser();
    story.page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    story.window = workbench(story.page);
    await story.window.open(server.url(story.folder));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(base, { recursive: true, force: true });
  });

  const workspaceSettings = {};
  /** Changes settings of the workspace; VS Code takes note by itself. */
  story.settings = async more => {
    Object.assign(workspaceSettings, more);
    mkdirSync(join(story.folder, '.vscode'), { recursive: true });
    writeFileSync(join(story.folder, '.vscode', 'settings.json'), JSON.stringify(workspaceSettings));
  };

  story.shoot = async name => {
    await story.window.still();
    await story.page.screenshot({ path: join(SHOTS, `${name}.png`) });
  };
  /** A picture that the README shows: taken anew with UPDATE=1. */
  story.picture = name => {
    if (!process.env.UPDATE) return;
    mkdirSync(PICTURES, { recursive: true });
    copyFileSync(join(SHOTS, `${name}.png`), join(PICTURES, `${name}.png`));
  };
  /** One step of the story; what the window looked like is kept when it goes wrong. */
  story.step = (name, run) =>
    t.test(name, async () => {
      try {
        await run(story);
      } catch (error) {
        await story.shoot('failure').catch(() => {});
        throw error;
      }
    });
  return story;
}
