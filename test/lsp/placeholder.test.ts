import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Finding } from '../../server/src/analysis/finding.ts';
import type { Client } from '../../server/src/lsp/client.ts';
import { codeActions } from '../../server/src/lsp/codeActions.ts';
import type { Session } from '../../server/src/lsp/session.ts';
import { Lines } from '../../server/src/text/lines.ts';

const TEXT = "cors({ origin: '*' })";
const at = { path: '/w/a.ts', start: 15, end: 18 };
const finding: Finding = {
  rule: 'wildcard-origin',
  severity: 'warning',
  at,
  message: 'Any site may read.',
  related: [],
  fixes: [
    {
      title: 'Allow only the origin of your page',
      safety: 'review',
      edits: [{ at, text: "['https://app.example.com']" }],
      placeholder: 'https://app.example.com',
    },
  ],
};
const session = {
  linesOf: () => new Lines(TEXT),
  textOf: () => TEXT,
  findings: () => [finding],
  allTold: () => new Map(),
  fixesOf: (it: Finding) => it.fixes,
  facts: () => ({ policies: [] }),
  suppose: (_path: string, _text: string, run: () => unknown) => run(),
  uriOf: (path: string) => `file://${path}`,
  settings: { sourceOf: () => undefined },
  folderOf: () => undefined,
  shown: new Map([['/w/a.ts', { version: 1 }]]),
} as unknown as Session;

function actions(snippetEdits: boolean) {
  const client = { actionLiterals: true, versionedEdits: true, snippetEdits, related: true } as Client;
  const range = { start: { line: 0, character: 15 }, end: { line: 0, character: 18 } };
  return codeActions({ range, context: { diagnostics: [] } }, '/w/a.ts', session, client);
}

it('an origin that only the reader knows is offered where it can be typed over, and nowhere else', () => {
  const offered = actions(true).find(it => it.title === 'Allow only the origin of your page');
  assert.match(
    JSON.stringify(offered),
    /"snippet":\{"kind":"snippet","value":"\['\$\{1:https:\/\/app\.example\.com\}'\]"/,
  );
  assert.equal(
    actions(false).find(it => it.title === 'Allow only the origin of your page'),
    undefined,
  );
});
