import type { Headers, PolicyPlace, SimulationAnswer } from '../../server/src/lsp/protocol.ts';
import { escaped } from '../html.ts';

/** What is filled in, as it is written. */
export interface Form {
  /** Which of the policies is asked. */
  readonly policy: number;
  readonly origin: string;
  readonly method: string;
  /** A header a line: `Name: value`. */
  readonly headers: string;
  readonly credentials: boolean;
}

/** What the page says to the extension. */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'open' };

/** What the extension says to the page: which policies there are, and what came of the request. All of it HTML. */
export interface ToPage {
  readonly policies?: string;
  readonly origins?: string;
  readonly form?: Form;
  readonly result?: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The page, still without policies and results. Nothing of it comes from anywhere else. */
export function simulatorPage(nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Simulate a CORS request</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'none'">
<style nonce="${nonce}">${STYLE}</style></head>
<body><main>
<h1>Simulate a request</h1>
<p class="note">Nothing is sent: the answer is worked out from the code, and changes as it is typed.</p>
<form id="form" aria-label="Request">
<label for="policy">Policy</label>
<div class="row"><select id="policy"></select><button type="button" id="open">Show Code</button></div>
<label for="origin">Origin of the page</label>
<input id="origin" list="origins" spellcheck="false" autocomplete="off"><datalist id="origins"></datalist>
<label for="method">Method</label>
<select id="method">${METHODS.map(it => `<option>${it}</option>`).join('')}</select>
<label for="headers">Headers that the page sets, one a line</label>
<textarea id="headers" rows="2" spellcheck="false" placeholder="Content-Type: application/json"></textarea>
<label class="check"><input type="checkbox" id="credentials"><span>Send cookies (<code>credentials: 'include'</code>)</span></label>
</form>
<section id="result" aria-live="polite" aria-label="What happens"></section>
</main>
<script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

export function policyOptions(policies: readonly PolicyPlace[], chosen: number): string {
  return policies
    .map(({ path, line, brief }, i) => {
      const selected = i === chosen ? ' selected' : '';
      return `<option value="${i}"${selected}>${escaped(`${path}:${line} · ${brief}`)}</option>`;
    })
    .join('');
}

/** The header lines of the form by name; undefined, with the line that is none, where one cannot be read. */
export function headersOf(text: string): { readonly headers: Record<string, string> } | { readonly wrong: string } {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n').map(it => it.trim())) {
    if (line === '') continue;
    const [, name, value = ''] = /^([^:\s]+)\s*(?::\s*(.*))?$/.exec(line) ?? [];
    if (name === undefined) return { wrong: line };
    headers[name] = value;
  }
  return { headers };
}

const ENGINES = [
  ['chromium', 'Chromium'],
  ['firefox', 'Firefox'],
  ['webkit', 'WebKit'],
  ['spec', 'The standard'],
] as const;

/** What happens to the request, step by step; a text says why that is not known. */
export function resultHtml(answer: SimulationAnswer | string): string {
  if (typeof answer === 'string') return `<p class="unknown">${prose(answer)}</p>`;
  const { verdict, messages, preflight, response, method, dropped } = answer;
  const verdicts = ENGINES.map(([engine, name]) => {
    const isBlocked = verdict[engine] === 'blocked';
    const words = isBlocked ? '<b class="blocked">✗ blocked</b>' : '<b class="allowed">✓ allowed</b>';
    const says = isBlocked ? code(messages[engine] ?? '') : 'The page may read the response.';
    return `<tr><th scope="row">${name}</th><td>${words}</td><td>${says}</td></tr>`;
  });
  const asked = preflight
    ? `<p>Browsers ask first, with <code>OPTIONS</code>:</p>${headerTable(preflight.sent)}
<p>The server answers <b>${preflight.status}</b>:</p>${headerTable(preflight.headers)}`
    : '<p>None: browsers send this request without asking.</p>';
  const kept = dropped.map(it => `<p>Browsers keep <code>${escaped(it)}</code> for themselves and drop it.</p>`);
  return `<h2>Verdict</h2>
<table><thead><tr><th scope="col">Browser</th><th scope="col">Verdict</th><th scope="col">What it says</th></tr></thead><tbody>${verdicts.join('')}</tbody></table>
<h2>Preflight</h2>
${asked}
<h2>Response</h2>
${kept.join('')}
<p>The server answers the <code>${escaped(method)}</code> <b>${response.status}</b>, as far as CORS is concerned:</p>${headerTable(response.headers)}`;
}

function headerTable(headers: Headers): string {
  const rows = Object.entries(headers).flatMap(([name, values]) => values.map(it => [name, it] as const));
  if (rows.length === 0) return '<p class="note">No header of CORS.</p>';
  const cells = rows.map(
    ([name, value]) =>
      `<tr><th scope="row"><code>${escaped(name)}</code></th><td><code>${escaped(value)}</code></td></tr>`,
  );
  return `<table class="headers"><tbody>${cells.join('')}</tbody></table>`;
}

/** A sentence with code in it. */
function prose(text: string): string {
  return code(text.charAt(0).toUpperCase() + text.slice(1));
}

function code(text: string): string {
  return escaped(text).replace(/`([^`]*)`/g, '<code>$1</code>');
}

const SCRIPT = `
const editor = acquireVsCodeApi();
const of = id => document.getElementById(id);
const form = () => ({ policy: Number(of('policy').value), origin: of('origin').value, method: of('method').value,
  headers: of('headers').value, credentials: of('credentials').checked });
for (const event of ['input', 'change']) of('form').addEventListener(event, () => editor.postMessage({ kind: 'form', form: form() }));
of('form').addEventListener('submit', event => event.preventDefault());
of('open').addEventListener('click', () => editor.postMessage({ kind: 'open' }));
window.addEventListener('message', ({ data }) => {
  if (data.policies !== undefined) of('policy').innerHTML = data.policies;
  if (data.origins !== undefined) of('origins').innerHTML = data.origins;
  if (data.form) {
    of('policy').value = String(data.form.policy);
    of('origin').value = data.form.origin;
    of('method').value = data.form.method;
    of('headers').value = data.form.headers;
    of('credentials').checked = data.form.credentials;
  }
  // A reader is not told again what is as it was.
  if (data.result !== undefined && of('result').innerHTML !== data.result) of('result').innerHTML = data.result;
});
editor.postMessage({ kind: 'ready' });
`;

const STYLE = `
body { color: var(--vscode-foreground); font: var(--vscode-font-size)/1.5 var(--vscode-font-family); padding: 0 1.5rem 2rem; max-width: 60rem; box-sizing: border-box; }
h1 { font-size: 1.4rem; font-weight: 600; margin: 1rem 0 0; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 1.5rem 0 0.3rem; }
p { margin: 0.3rem 0; }
.note { color: var(--vscode-descriptionForeground); }
form { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.5rem 1rem; align-items: center; margin-top: 1rem; }
@media (max-width: 36rem) { form { grid-template-columns: minmax(0, 1fr); gap: 0.2rem; } }
.row { display: flex; gap: 0.5rem; min-width: 0; }
select, input:not([type=checkbox]), textarea { font: inherit; padding: 0.25rem 0.4rem; box-sizing: border-box; width: 100%; min-width: 0;
  color: var(--vscode-input-foreground); background: var(--vscode-input-background);
  border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; }
select { color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background); border-color: var(--vscode-dropdown-border); }
textarea { font-family: var(--vscode-editor-font-family); resize: vertical; }
::placeholder { color: var(--vscode-input-placeholderForeground); }
.check { display: flex; grid-column: -2; align-items: center; gap: 0.4rem; }
button { font: inherit; white-space: nowrap; padding: 0.2rem 0.8rem; cursor: pointer; border: 1px solid var(--vscode-button-border, transparent);
  border-radius: 2px; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
code { font-family: var(--vscode-editor-font-family); color: var(--vscode-textPreformat-foreground); background: var(--vscode-textPreformat-background); padding: 0 0.25em; border-radius: 3px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder)); vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
.headers th { width: 18rem; font-weight: 400; }
td b { white-space: nowrap; }
.blocked { color: var(--vscode-editorError-foreground); }
.allowed { color: var(--vscode-gitDecoration-addedResourceForeground, var(--vscode-foreground)); }
.unknown { margin-top: 1.5rem; }
`;
