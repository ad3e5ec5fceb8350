import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** Starts a server's entry as it stands, with its real packages; what it listens on is noted by `redirectPorts`. */
export async function startServer(entry: string, out: string): Promise<void> {
  const text = readFileSync(entry, 'utf8');
  const common = /\brequire\(/.test(text);
  const outfile = resolve(out, `${entry.replaceAll('/', '-')}.${common ? 'cjs' : 'mjs'}`);
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: common ? 'cjs' : 'esm',
    packages: 'external',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    logLevel: 'warning',
  });
  const before = { ...process.env };
  Object.assign(process.env, variablesOf(entry));
  await import(pathToFileURL(outfile).href);
  process.env = before;
}

/** The script of a page that has every function of these files at `calls`, by `path:name`. */
export async function pageScript(root: string, files: readonly string[]): Promise<string> {
  const imports = files.map((file, i) => `import * as m${i} from ${JSON.stringify(resolve(root, file))};`);
  const named = files.map(
    (file, i) => `for (const [name, it] of Object.entries(m${i})) calls['${file}:' + name] = it;`,
  );
  const variables = Object.assign({}, ...files.map(it => variablesOf(join(root, it))));
  const single = Object.entries(variables).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]);
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `${imports.join('\n')}\nconst calls = (globalThis.calls = {});\n${named.join('\n')}`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    define: { 'import.meta.env': JSON.stringify(variables), 'process.env': '{}', ...Object.fromEntries(single) },
    inject: ['test/fullstack/page/globals.js'],
    tsconfigRaw: {},
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** The variables in the `.env` files of the package around a file. */
function variablesOf(file: string): Readonly<Record<string, string>> {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const found = readdirSync(folder).filter(it => /^\.env(\.development|\.local)?$/.test(it));
  const lines = found.flatMap(it => readFileSync(join(folder, it), 'utf8').split('\n'));
  return Object.fromEntries(
    lines.flatMap(line => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}

/** The exported function in which a line stands, or the method that an exported function of the same name calls. */
export function functionAt(file: string, line: number): string | undefined {
  const before = readFileSync(file, 'utf8').split('\n').slice(0, line).reverse();
  const named = before.map(it => EXPORTED.exec(it)?.[1] ?? METHOD.exec(it)?.[1]);
  return named.find(it => it !== undefined);
}

const EXPORTED = /^export (?:async )?(?:const|function) (\w+)/;
const METHOD = /^ {2}(?:async )?(\w+)\([^)]*\)[^(]*\{$/;
