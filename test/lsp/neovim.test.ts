import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { folder } from '../cli/fake.ts';
import { programOf } from '../servers/program.ts';

const NVIM = programOf('neovim');

/** Starts the server as the recipe of docs/editors.md does, waits for a problem, and takes the first fix. */
const SESSION = `
local id = vim.lsp.start_client({ name = 'corslint', cmd = { 'node', '${resolve('dist/cli.js')}', 'lsp', '--stdio' }, root_dir = vim.fn.getcwd() })
vim.cmd('edit server.js')
vim.lsp.buf_attach_client(0, id)
local function problems() return vim.diagnostic.get(0) end
vim.wait(20000, function() return #problems() > 0 end, 50)
local first = problems()[1]
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
local answer = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000)
vim.lsp.util.apply_workspace_edit(answer[id].result[1].edit, vim.lsp.get_client_by_id(id).offset_encoding)
vim.wait(20000, function() return #problems() == 0 end, 50)
vim.cmd('write')
local told = { code = first.code, line = first.lnum + 1, title = answer[id].result[1].title, left = #problems() }
vim.fn.writefile({ vim.fn.json_encode(told) }, 'told.json')
vim.cmd('qa!')
`;

test('headless Neovim shows a finding and takes its fix', { skip: NVIM === undefined, timeout: 90_000 }, async t => {
  const server = (origin: string) =>
    `const app = require('express')();\napp.use(require('cors')({ origin: '${origin}', credentials: true }));\n`;
  const cwd = folder(t, {
    'server.js': server('https://app.example.com/'),
    'package.json': '{ "dependencies": { "cors": "2.8.5", "express": "5.0.0" } }',
  });
  writeFileSync(join(cwd, 'session.lua'), SESSION);
  const { stderr } = spawnSync(NVIM ?? '', ['--headless', '--clean', '-S', 'session.lua'], {
    cwd,
    encoding: 'utf8',
    timeout: 80_000,
    env: { ...process.env, XDG_STATE_HOME: cwd, XDG_CACHE_HOME: cwd },
  });
  const told = JSON.parse(readFileSync(join(cwd, 'told.json'), 'utf8'));
  assert.deepEqual(
    told,
    { code: 'origin-trailing-slash-or-path', line: 2, title: 'Write `https://app.example.com`', left: 0 },
    stderr,
  );
  assert.equal(readFileSync(join(cwd, 'server.js'), 'utf8'), server('https://app.example.com'));
});
