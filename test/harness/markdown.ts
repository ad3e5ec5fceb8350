/** A fenced block of a Markdown suite. */
export interface Fence {
  readonly kind: 'fence';
  /** The opening line as written. */
  readonly opening: string;
  readonly language: string;
  readonly path: string;
  /** The fix whose result the block shows. */
  readonly after?: string;
  readonly lines: readonly string[];
}

export interface Prose {
  readonly kind: 'prose';
  readonly lines: readonly string[];
}

/** One heading with what stands below it. */
export interface Case {
  readonly title: string;
  readonly blocks: readonly (Fence | Prose)[];
}

const NAMES: Readonly<Record<string, string>> = {
  ts: 'server.ts',
  js: 'server.js',
  tsx: 'page.tsx',
  jsx: 'page.jsx',
  mjs: 'server.mjs',
  cjs: 'server.cjs',
  json: 'vercel.json',
  env: '.env',
  nginx: 'nginx.conf',
};

/** Splits a suite at its `##` headings; what stands before the first one is a case without a title. */
export function readSuite(text: string): readonly Case[] {
  const cases: { title: string; blocks: (Fence | Prose)[] }[] = [{ title: '', blocks: [] }];
  let prose: string[] = [];
  const flush = () => {
    if (prose.length > 0) cases.at(-1)?.blocks.push({ kind: 'prose', lines: prose });
    prose = [];
  };
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.startsWith('## ')) {
      flush();
      cases.push({ title: line.slice(3).trim(), blocks: [] });
      prose.push(line);
    } else if (line.startsWith('```')) {
      flush();
      const end = lines.indexOf('```', i + 1);
      const last = end < 0 ? lines.length : end;
      cases.at(-1)?.blocks.push(fence(line, lines.slice(i + 1, last)));
      i = last;
    } else prose.push(line);
  }
  flush();
  return cases;
}

function fence(opening: string, lines: readonly string[]): Fence {
  const info = opening.slice(3).trim();
  const after = /\safter "(.*)"$/.exec(info)?.[1];
  const [language = '', path] = info.replace(/\safter ".*"$/, '').split(/\s+/);
  const named = path ?? NAMES[language] ?? `file.${language}`;
  return { kind: 'fence', opening, language, path: named, lines, ...(after === undefined ? {} : { after }) };
}

/** Writes a case as it was read. */
export function writeCase({ blocks }: Case): string {
  return blocks.flatMap(it => (it.kind === 'prose' ? it.lines : [it.opening, ...it.lines, '```'])).join('\n');
}
