import type { Server } from '../model/site.ts';
import type { TextEdit } from '../text/edit.ts';

/** How a kind of server is given its library's policy. */
interface Recipe {
  /** The package, and the name under which it is known in the file; none where the server brings it. */
  readonly library?: { readonly module: string; readonly named: boolean };
  readonly call: (app: string, origin: string) => string;
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  express: {
    library: { module: 'cors', named: false },
    call: (app, origin) => `${app}.use(cors({ origin: ${origin} }));`,
  },
  koa: {
    library: { module: '@koa/cors', named: false },
    call: (app, origin) => `${app}.use(cors({ origin: ${origin} }));`,
  },
  hono: {
    library: { module: 'hono/cors', named: true },
    call: (app, origin) => `${app}.use(cors({ origin: ${origin} }));`,
  },
  fastify: {
    library: { module: '@fastify/cors', named: false },
    call: (app, origin) => `${app}.register(cors, { origin: ${origin} });`,
  },
  nest: { call: (app, origin) => `${app}.enableCors({ origin: ${origin} });` },
};

/**
 * Sets CORS up on a server for exactly these origins, behind the statement that makes it; undefined where that cannot be written
 * without guessing. @koa/cors takes one text alone.
 */
export function configure(
  { kind, at }: Server,
  origins: readonly string[],
  read: (path: string) => string | undefined,
): readonly TextEdit[] | undefined {
  const recipe = RECIPES[kind];
  const source = read(at.path);
  if (!recipe || source === undefined || origins.length === 0 || (kind === 'koa' && origins.length > 1))
    return undefined;
  const begin = source.lastIndexOf('\n', at.start - 1) + 1;
  const app =
    /^[ \t]*(?:export[ \t]+)?(?:const|let|var)[ \t]+([\w$]+)(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*(?:await[ \t]+)?$/.exec(
      source.slice(begin, at.start),
    )?.[1];
  // What is chained to it belongs to the statement.
  const rest = /^[ \t]*;?[ \t]*(?=\r?\n|$)/.exec(source.slice(at.end));
  if (app === undefined || !rest || /\bcors\b/.test(source.replace(/['"][^'"\n]*['"]/g, ''))) return undefined;
  const quote = source.includes('"') && !source.includes("'") ? '"' : "'";
  const texts = origins.map(it => `${quote}${it}${quote}`);
  const given = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const indent = /^[ \t]*/.exec(source.slice(begin, at.start))?.[0] ?? '';
  const end = at.end + rest[0].length;
  const call: TextEdit = {
    at: { path: at.path, start: end, end },
    text: `\n${indent}${recipe.call(app, given ?? '')}`,
  };
  const imported = recipe.library && importOf(recipe.library, source, at.path, quote);
  return recipe.library && !imported ? undefined : [...(imported ? [imported] : []), call];
}

/** The library beside the file's other imports, in their manner. */
function importOf(
  { module, named }: NonNullable<Recipe['library']>,
  source: string,
  path: string,
  quote: string,
): TextEdit | undefined {
  const imports = [...source.matchAll(/^import\b[^;]*?['"][^'"\n]+['"];?[ \t]*$/gm)];
  const requires = [...source.matchAll(/^(?:const|let|var)\b[^;\n]*\brequire\(\s*['"][^'"\n]+['"]\s*\)[^\n]*$/gm)];
  const name = named ? '{ cors }' : 'cors';
  const module_ = `${quote}${module}${quote}`;
  const last = imports.at(-1) ?? requires.at(0);
  if (!last) return undefined;
  const at = imports.length > 0 ? last.index + last[0].length : last.index;
  const text = imports.length > 0 ? `\nimport ${name} from ${module_};` : `const ${name} = require(${module_});\n`;
  return { at: { path, start: at, end: at }, text };
}
