import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const ID = 'corslint.corslint';
const SOURCE = `import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: '*', credentials: true }));
app.get('/', (req, res) => res.json(req.headers));
`;

/** The suite, made where mocha's words are global. */
export function define(): void {
  describe('CORS Lint in the extension host', () => {
    let document: vscode.TextDocument;
    /** Written early: an editor's watcher tells nothing of a file that comes and goes at once. */
    let closed: vscode.Uri;

    before(async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      assert.ok(folder, 'a folder is open');
      const uri = vscode.Uri.joinPath(folder, 'suite.ts');
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(SOURCE));
      closed = vscode.Uri.joinPath(folder, 'closed.ts');
      await vscode.workspace.fs.writeFile(closed, new TextEncoder().encode(SOURCE));
      document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
    });

    after(() => vscode.workspace.fs.delete(document.uri));

    const problems = () => vscode.languages.getDiagnostics(document.uri).filter(it => it.source === 'corslint');
    const actions = async (range: vscode.Range, kind?: string) =>
      (await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        kind,
      )) ?? [];
    const whole = () => new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));

    it('starts by itself', async () => {
      await until(() => vscode.extensions.getExtension(ID)?.isActive === true, 'the extension to be active');
    });

    it('offers its commands', async () => {
      const all = await vscode.commands.getCommands(true);
      for (const it of ['auditWorkspace', 'fixAllInFile', 'restartServer', 'showOutput', 'simulateRequest', 'showMenu'])
        assert.ok(all.includes(`corslint.${it}`), it);
    });

    it('reports a policy that browsers reject', async () => {
      await until(() => problems().length > 0, 'a problem');
      const found = problems().find(it => codeOf(it) === 'wildcard-with-credentials');
      assert.ok(found, problems().map(codeOf).join());
      assert.equal(found.range.start.line, 4);
    });

    it('says what a policy means', async () => {
      const [problem] = problems();
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        problem?.range.start,
      );
      const text = hovers
        .flatMap(it => it.contents.map(part => (typeof part === 'string' ? part : part.value)))
        .join('\n');
      assert.match(text, /credentials/i);
    });

    it('fixes it, and the problem goes', async () => {
      const [problem] = problems();
      assert.ok(problem);
      // The first answer may come while another provider is still being registered.
      let fix: vscode.CodeAction | undefined;
      await until(async () => {
        fix = (await actions(problem.range, 'quickfix')).find(
          it => it.title === 'Stop allowing credentials' && it.edit,
        );
        return fix !== undefined;
      }, 'the fix that needs nothing typed');
      assert.ok(fix?.edit);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      await until(() => problems().every(it => codeOf(it) !== codeOf(problem)), 'the problem to go');
    });

    it('has nothing left to fix by then', async () => {
      const all = await actions(whole(), 'source.fixAll.corslint');
      assert.deepEqual(
        all.map(it => it.title),
        [],
      );
    });

    it('takes settings while it runs', async () => {
      await replaceAll(document, SOURCE);
      await until(() => problems().length > 0, 'a problem');
      const settings = vscode.workspace.getConfiguration('corslint');
      await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
      await until(() => problems().length === 0, 'no problems when switched off');
      await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
      await until(() => problems().length > 0, 'a problem when switched on again');
    });

    it('shows the findings of files that are not open after an audit', async () => {
      const found = () => vscode.languages.getDiagnostics(closed).filter(it => it.source === 'corslint');
      assert.equal(found().length, 0);
      await vscode.commands.executeCommand('corslint.auditWorkspace');
      await until(() => found().length > 0, 'the findings of a closed file');
      // VS Code tells its extensions of a new tab some time after the panel is there.
      const tabs = () => vscode.window.tabGroups.all.flatMap(it => it.tabs.map(tab => tab.label));
      await until(() => tabs().includes('CORS Audit'), 'the tab of the report');
      await vscode.workspace.fs.delete(closed);
      await until(() => found().length === 0, 'the deleted file to be forgotten');
    });

    it('offers its tools to language models', async () => {
      const names = vscode.lm.tools.map(it => it.name).filter(it => it.startsWith('corslint_'));
      assert.deepEqual(names.sort(), ['corslint_audit', 'corslint_explain_error', 'corslint_simulate_request']);
      const ask = async (name: string, input: object) => {
        const options = { input, toolInvocationToken: undefined };
        const { content } = await vscode.lm.invokeTool(`corslint_${name}`, options);
        return content.map(it => (it instanceof vscode.LanguageModelTextPart ? it.value : '')).join('');
      };
      const audit = JSON.parse(await ask('audit', { paths: ['suite.ts'] }));
      assert.deepEqual(
        audit.findings.map((it: { path: string; rule: string }) => [it.path, it.rule]),
        [['suite.ts', 'wildcard-with-credentials']],
      );
      const request = { file: 'suite.ts', line: 5, origin: 'https://a.example', credentials: true };
      const { policy, verdict } = JSON.parse(await ask('simulate_request', request));
      assert.deepEqual([policy, verdict.chromium], [{ file: 'suite.ts', line: 5 }, 'blocked']);
      const message = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
      assert.match(await ask('explain_error', { message }), /^# What happened/);
      await assert.rejects(ask('simulate_request', { file: 'nowhere.ts', origin: 'https://a.example' }));
    });

    it('goes on after a restart', async () => {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('corslint.restartServer');
      await until(() => problems().length > 0, 'problems after a restart');
    });
  });
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

async function until(test: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
