import { foldersUp } from './paths.ts';
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
];

/** The values that the `.env*` files above a file give a variable; undefined where none does. Samples do not count. */
export function environmentValues(project: Project, from: string, name: string): readonly string[] | undefined {
  const line = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(.*)$`, 'gm');
  const found = foldersUp(from).flatMap(folder =>
    FILES.flatMap(file => {
      const path = `${folder}/${file}`;
      const text = project.host.exists(path) ? project.host.read(path) : undefined;
      return text === undefined ? [] : [...text.matchAll(line)].map(it => unquoted(it[1] ?? ''));
    }),
  );
  return found.length > 0 ? [...new Set(found)] : undefined;
}

function unquoted(text: string): string {
  const quoted = /^(['"`])([\s\S]*?)\1/.exec(text.trim());
  return quoted ? (quoted[2] ?? '') : text.replace(/\s+#.*$/, '').trim();
}
