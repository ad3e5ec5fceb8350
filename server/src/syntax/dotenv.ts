import type { Span } from '../text/span.ts';
import { composeValues } from './compose.ts';
import { folderOf, foldersUp } from './paths.ts';
import type { Project } from './project.ts';

const FILES = [
  '.env',
  '.env.local',
  '.env.production',
  '.env.production.local',
  '.env.development',
  '.env.development.local',
  '.env.staging',
  '.env.test',
  // https://developers.cloudflare.com/workers/configuration/environment-variables/
  '.dev.vars',
  'wrangler.toml',
];

/** What a line of an `.env*` file gives a variable, without quotes and comments, and where it stands. */
export interface EnvironmentValue {
  readonly text: string;
  readonly at: Span;
}

/**
 * The values that the `.env*` files above a file, those of Cloudflare and compose files give a variable; undefined where none does.
 * Samples do not count.
 */
export function environmentValues(
  project: Project,
  from: string,
  name: string,
): readonly EnvironmentValue[] | undefined {
  return project.ask(`environment ${folderOf(from)} ${name}`, () => find(project, from, name));
}

function find(project: Project, from: string, name: string): readonly EnvironmentValue[] | undefined {
  const line = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*)(.*)$`, 'gm');
  const found = foldersUp(from).flatMap(folder =>
    FILES.flatMap(file => {
      const path = `${folder}/${file}`;
      const text = project.host.exists(path) ? project.host.read(path) : undefined;
      return text === undefined
        ? []
        : [...text.matchAll(line)].map(it => valueAt(path, it.index + (it[1] ?? '').length, it[2] ?? ''));
    }),
  );
  const all = [...found, ...composeValues(project, from, name)];
  return all.length > 0 ? all : undefined;
}

function valueAt(path: string, from: number, line: string): EnvironmentValue {
  const text = unquoted(line);
  const start = from + Math.max(line.indexOf(text), 0);
  return { text, at: { path, start, end: start + text.length } };
}

function unquoted(text: string): string {
  const quoted = /^(['"`])([\s\S]*?)\1/.exec(text.trim());
  return quoted ? (quoted[2] ?? '') : text.replace(/\s+#.*$/, '').trim();
}
