/** The report page's style sheet; follows the reader's choice of light or dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --soft: #59636e; --line: #d1d9e0; --code: #f6f8fa;
  --error: #cf222e; --warning: #8a5a00; --info: #0969da; --hint: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9198a1; --line: #3d444d;
  --code: #151b23; --error: #ff7b72; --warning: #d4a72c; --info: #58a6ff; --hint: #3fb950; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
  font: 15px/1.55 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; }
h3 { margin: 1.5rem 0 .5rem; font: 600 1rem ui-monospace, monospace; overflow-wrap: anywhere; }
h4 { margin: 0; font-size: 1rem; } header p { color: var(--soft); margin: .25rem 0 1rem; } a { color: var(--info); }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .9rem; }
.counts b { font-size: 1.2rem; }
article { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .8rem 1rem; margin: 0 0 1rem; }
.error { --tone: var(--error); } .warning { --tone: var(--warning); } .info { --tone: var(--info); } .hint { --tone: var(--hint); } .unknown { --tone: var(--soft); }
.severity, .counts b, .primary { color: var(--tone); font-weight: 600; }
.rule { margin: .1rem 0 .6rem; font-size: .87rem; }
pre { margin: 0; padding: .7rem .9rem; overflow-x: auto; background: var(--code); border-radius: 6px; line-height: 1.4; }
code { font: .87em ui-monospace, SFMono-Regular, Consolas, monospace; } pre code { font-size: 13px; }
.gutter { color: var(--soft); } .related { color: var(--info); }
article ul { margin: .6rem 0 0; padding-left: 1.2rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
td:first-child { overflow-wrap: anywhere; } .whole { white-space: nowrap; }
@media print { article { break-inside: avoid; } }
`;
