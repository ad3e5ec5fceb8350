import { applied } from '../harness/fixing.ts';
import { sample } from '../harness/workspace.ts';
import { after, CHANGES, type ConfigCase, read } from './formats.ts';
import { ODD } from './odd-cases.ts';

/** Other ways to lay out the same text; undefined where a format does not have them. */
export const LAYOUTS: Readonly<Record<string, (text: string, path: string) => string | undefined>> = {
  CRLF: text => text.replace(/\r?\n/g, '\r\n'),
  'a byte order mark': text => `\uFEFF${text}`,
  tabs: (text, path) => (/\.ya?ml$/.test(path) ? undefined : text.replace(/^ +/gm, it => '\t'.repeat(it.length / 2))),
  'comments behind': (text, path) =>
    /\.(ya?ml|toml|tf|cfg)$|nginx|Caddyfile/.test(path) && !/\\\n|"""|'''|<<|[|>]-?\n/.test(text)
      ? text.replace(/(?<=[^\s{}])$/gm, ' # said here')
      : undefined,
  'no break at the end': text => text.trimEnd(),
};

export const ODD_CASES: readonly ConfigCase[] = ODD.map(([name, path, text]) => ({ name, path, text, around: {} }));

/** The same file laid out otherwise, where as many policies are read in it. */
export function laidOut(it: ConfigCase, layout: string): ConfigCase | undefined {
  const text = LAYOUTS[layout]?.(it.text, it.path);
  if (text === undefined || text === it.text) return undefined;
  const other = { ...it, name: `${it.name}, ${layout}`, text };
  return read(other, text).length === read(it, it.text).length ? other : undefined;
}

/** What becomes of a file by each change of each of its policies, and by each fix that is offered. */
export function* changed(it: ConfigCase): Iterable<{ readonly what: string; readonly text: string; again?(): string }> {
  for (const [index, policy] of read(it, it.text).entries())
    for (const edit of CHANGES) {
      const text = after(it, it.text, policy, edit);
      if (text === undefined) continue;
      const again = () => {
        const now = read(it, text)[index];
        return now ? (after(it, text, now, edit) ?? text) : 'the policy is gone';
      };
      yield { what: JSON.stringify(edit), text, again };
    }
  const files = { ...it.around, [it.path]: it.text };
  for (const { fixes } of sample(files).findings({ profile: 'audit' }))
    for (const fix of fixes) {
      const text = applied(files, fix)?.[it.path];
      yield { what: fix.title, text: text ?? 'the edits overlap' };
    }
}

/** What a change must not do to a file, in words. */
export function harm(before: string, now: string): string | undefined {
  const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;
  if (before.startsWith('\uFEFF') !== now.startsWith('\uFEFF')) return 'the byte order mark is lost';
  if (count(before, /(?<!\r)\n/g) === 0 && count(now, /(?<!\r)\n/g) > 0) return 'a line ends otherwise than the others';
  if (count(before, /\r/g) === 0 && count(now, /\r/g) > 0) return 'a line ends otherwise than the others';
  const comments = (text: string) => text.match(/(?<=^|\s)(#|<!--|\/\/).*/gm) ?? [];
  if (comments(before).join('\n') !== comments(now).join('\n')) return 'a comment is lost or doubled';
  const left = new Set(now.split(/\r?\n/));
  const lost = before.split(/\r?\n/).filter(it => !left.has(it) && !/access-control|cors|vary|origin|allow/i.test(it));
  return lost.length > 1 ? `${lost.length} lines are others that say nothing of CORS: ${lost[0]}` : undefined;
}
