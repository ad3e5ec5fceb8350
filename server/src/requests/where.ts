import type { Runs } from '../model/request.ts';
import type { CodeFile } from '../syntax/code.ts';
import { foldersUp } from '../syntax/paths.ts';
import type { Project } from '../syntax/project.ts';
import { isMarkup } from '../syntax/scripts.ts';
import { Search } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import { byConvention } from './conventions.ts';
import { type ExtensionPart, partInExtension } from './extensions.ts';
import { OF_BOTH, OF_COMPONENTS, OF_NODE, OF_PAGES, OF_SERVERS } from './packages.ts';

/** What of a file and its package tells where the code runs. */
export interface Surroundings {
  /** Within the workspace. */
  readonly path: string;
  /** Within the package that holds the file. */
  readonly inPackage: string;
  readonly text: string;
  readonly modules: readonly string[];
  /** What the package that holds the file depends on. */
  readonly dependencies: ReadonlySet<string>;
  /** Its package, or one above it, is an application of Electron. */
  readonly inElectron: boolean;
  readonly extension: ExtensionPart | undefined;
}

const IMPORTED = new Search(/\b(?:from|import|require\s*\(|import\s*\()\s*(['"`])([^'"`\n]+)\1/);
/** Objects that there are in pages alone; those whose names servers give their own variables count with their own members only. */
const OF_WINDOWS = new Search(
  new RegExp(
    [
      String.raw`(?<![.\w$'"\x60])(?:(window|localStorage|sessionStorage)\s*(?:\??\.|\[)`,
      String.raw`(document)\s*\??\.\s*(?:querySelector|getElement|createElement|addEventListener|body\b|head\b|cookie\b|documentElement|activeElement|visibilityState|referrer\b)`,
      String.raw`(location)\s*\??\.\s*(?:href|origin|pathname|search|hash|reload|assign)\b`,
      String.raw`(history)\s*\??\.\s*(?:pushState|replaceState|back|go)\b`,
      // Of service workers and workers of pages alone. https://w3c.github.io/ServiceWorker/#serviceworkerglobalscope-interface
      String.raw`(self)\s*\.\s*(?:skipWaiting|registration|clients)\b`,
      String.raw`(importScripts)\s*\(\s*['"\x60]`,
      String.raw`(navigator)\s*\??\.\s*(?:userAgent|sendBeacon|clipboard|onLine|geolocation|serviceWorker|languages?|mediaDevices|credentials|share)\b)`,
    ].join('|'),
  ),
);
/** Variables that builders of pages put into what they build. https://vite.dev/guide/env-and-mode */
const OF_BUILDS = new Search(/\bimport\.meta\.env\.VITE_\w+/);
const OF_PROCESSES = new Search(
  /\bprocess\.(argv|exit|stdout|stdin|cwd|on)\b|\b__dirname\b|\b__filename\b|\bimport\.meta\.dirname\b|\bDeno\.\w|\bBun\.\w/,
);
const ASKS_FOR_WINDOW = new Search(
  /typeof\s+(window|document)\s*[!=]==?\s*['"`]undefined|\b(process|import\.meta)\.(client|server|browser)\b|import\.meta\.env\.SSR/,
);

const HOOKS = new Search(/\buse(State|Effect|LayoutEffect|Reducer|Ref|Callback|Memo|Query|Mutation|SWR)\s*[(<]/);
const ON_SERVERS = new Search(/['"]use server['"]/);

/** Tells of places in a file where their code runs, as far as anything shows it. */
export function whereItRuns(file: CodeFile, project: Project): (at: Span) => Runs {
  const around = surroundings(file.path, file.text, project);
  const ofFile = byFile(around) ?? byPages(file.path, project) ?? UNKNOWN;
  return at => byFunction(file, at, around) ?? ofFile;
}

/** Whether some code of a file may run in a page, by its name and its text: nothing is parsed to know it. */
export function mayRunInPages(path: string, text: string, project: Project): boolean {
  if (isMarkup(path)) return true;
  const around = surroundings(path, text, project);
  return byFile(around)?.where !== 'server' || rowsFor(around).some(([, , where]) => where !== 'server');
}

/** Whether code of which nothing tells where it runs may be a page's: below the `src` of its package it may. */
export function mayBePageCode(path: string): boolean {
  return path.includes('/src/');
}

function surroundings(file: string, text: string, project: Project): Surroundings {
  const path = project.host.relative?.(file) ?? file;
  const owner = project.packages.nearest(file);
  return {
    path,
    inPackage: owner ? file.slice(owner.folder.length + 1) : path,
    text,
    modules: IMPORTED.all(text).flatMap(it => it[2] ?? []),
    dependencies: owner?.dependencies ?? new Set(),
    // The windows may show what another package below it builds.
    inElectron: project.packages.dependency(file, 'electron')?.range !== undefined,
    extension: partInExtension(file, project),
  };
}

const UNKNOWN: Runs = { where: 'unknown', why: 'nothing tells where this code runs' };

function byFile(around: Surroundings): Runs | undefined {
  return (
    byDirective(around) ??
    byConvention(around) ??
    byServerImport(around) ??
    byPlatform(around) ??
    byMarkup(around) ??
    byBrowserUse(around) ??
    byFolder(around) ??
    byPackage(around)
  );
}

function byDirective({ text }: Surroundings): Runs | undefined {
  const directive = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(['"])use (client|server)\1/.exec(text)?.[2];
  if (directive === undefined) return undefined;
  return { where: directive === 'client' ? 'browser' : 'server', why: `the file begins with \`'use ${directive}'\`` };
}

function byMarkup({ path }: Surroundings): Runs | undefined {
  if (!isMarkup(path)) return undefined;
  return {
    where: 'browser',
    why: /\.html?$/i.test(path) ? 'it is a script of a page' : 'it is a script of a component',
  };
}

function byServerImport({ text, modules }: Surroundings): Runs | undefined {
  const module = modules.find(it => OF_NODE.test(it) || OF_SERVERS.has(it));
  if (module !== undefined) return { where: 'server', why: `the file imports \`${module}\`` };
  const used = text.startsWith('#!') ? '#!' : OF_PROCESSES.exec(text)?.[0];
  return used === undefined ? undefined : { where: 'server', why: `the file uses \`${used}\`` };
}

/** Places that are neither a page nor a server, in which CORS is another question. */
function byPlatform({ dependencies, extension, inElectron }: Surroundings): Runs | undefined {
  if (extension === 'content')
    return { where: 'browser', why: 'it is a content script, which asks on behalf of the page that it stands in' };
  if (extension)
    return { where: 'unknown', exempt: true, why: 'in an extension, its permissions decide whether CORS holds' };
  const native = ['react-native', 'expo', '@nativescript/core'].find(it => dependencies.has(it));
  if (native)
    return { where: 'unknown', exempt: true, why: `the package depends on \`${native}\`, whose apps ask without CORS` };
  return inElectron
    ? { where: 'unknown', exempt: true, why: 'in Electron, the app decides whether CORS holds' }
    : undefined;
}

function byBrowserUse({ text, modules, dependencies }: Surroundings): Runs | undefined {
  const both = ASKS_FOR_WINDOW.test(text);
  if (both) return { where: 'both', why: 'the file asks whether there is a `window`' };
  const hook = HOOKS.exec(text)?.[1];
  if (hook && (modules.includes('react') || modules.includes('swr') || modules.some(it => it.includes('react-query'))))
    return { where: 'browser', why: `the file uses the hook \`use${hook}\`` };
  const mixed = [...dependencies].some(it => OF_BOTH.has(it));
  const module = modules.find(it => OF_COMPONENTS.has(it) || (it === 'react' && !mixed));
  if (module !== undefined && !mixed) return { where: 'browser', why: `the file imports \`${module}\`` };
  const built = mixed ? undefined : OF_BUILDS.exec(text)?.[0];
  if (built !== undefined) return { where: 'browser', why: `the file reads \`${built}\`` };
  const used = OF_WINDOWS.exec(text)?.slice(1).find(Boolean);
  return used === undefined ? undefined : { where: 'browser', why: `the file uses \`${used}\`` };
}

/** A folder of a package's top that by its name holds what is served to browsers, and not the package's own code. */
function byFolder({ inPackage }: Surroundings): Runs | undefined {
  const folder = /^(?:src\/)?(public|static|wwwroot|www|web|webapp|client|frontend|front-end|ui|website)\//.exec(
    inPackage,
  )?.[1];
  return folder === undefined ? undefined : { where: 'browser', why: `it stands in the folder \`${folder}\`` };
}

function byPackage({ dependencies }: Surroundings): Runs | undefined {
  const mixed = [...dependencies].find(it => OF_BOTH.has(it));
  if (mixed)
    return {
      where: 'unknown',
      why: `the package is one of \`${mixed}\`, and nothing tells on which side this file is`,
    };
  const page = [...dependencies].find(it => OF_PAGES.has(it));
  const server = [...dependencies].find(it => OF_SERVERS.has(it));
  if (page && server) return { where: 'unknown', why: `the package depends on \`${page}\` and on \`${server}\`` };
  if (page) return { where: 'browser', why: `the package depends on \`${page}\`` };
  return server ? { where: 'server', why: `the package depends on \`${server}\`` } : undefined;
}

/** A page beside the script, or in the folder above it, that takes it in. */
function byPages(path: string, project: Project): Runs | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const folder of foldersUp(path).slice(0, 3)) {
    const pages = new Set([
      'index.html',
      ...(project.host.list?.(folder) ?? []).filter(it => /\.html?$/i.test(it)).slice(0, 20),
    ]);
    for (const page of pages) {
      const text = project.host.exists(`${folder}/${page}`) ? project.host.read(`${folder}/${page}`) : undefined;
      const sources = [...(text ?? '').matchAll(/<script\b[^>]*\bsrc\s*=\s*["']?([^"'\s>?#]+)/gi)];
      if (sources.some(it => it[1]?.split('/').at(-1) === name))
        return { where: 'browser', why: `\`${page}\` takes the script in` };
    }
  }
  return undefined;
}

/** Functions of a name that frameworks call on one side only. */
const OF_FUNCTIONS: readonly (readonly [RegExp, RegExp, Runs['where']])[] = [
  [/^next$/, /^(getServerSideProps|getStaticProps|getStaticPaths|generateStaticParams|generateMetadata)$/, 'server'],
  [/^(@remix-run\/|@react-router\/dev)/, /^(loader|action|headers|handleRequest)$/, 'server'],
  [/^(@remix-run\/|@react-router\/dev)/, /^(clientLoader|clientAction)$/, 'browser'],
  [/^(nuxt|nuxt3)$/, /^(onMounted|onBeforeMount)$/, 'browser'],
  [/^gatsby$/, /^(getServerData|createPages|sourceNodes)$/, 'server'],
];

function rowsFor({ dependencies }: Surroundings): typeof OF_FUNCTIONS {
  return OF_FUNCTIONS.filter(([framework]) => [...dependencies].some(it => framework.test(it)));
}

function byFunction(file: CodeFile, at: Span, around: Surroundings): Runs | undefined {
  const rows = rowsFor(around);
  if (rows.length === 0 && !ON_SERVERS.test(file.text)) return undefined;
  const [inner] = file.rootsAround([at.start]);
  if (!inner) return undefined;
  const body = inner.value.body;
  if (body && /^\{?\s*['"]use server['"]/.test(file.text.slice(body.start, body.end)))
    return { where: 'server', why: "the function begins with `'use server'`" };
  const names = [inner, ...file.rootsAround(inner.around.map(it => it.start))].flatMap(it => it.name ?? []);
  for (const [, pattern, where] of rows) {
    const name = names.find(it => pattern.test(it));
    if (name !== undefined) return { where, why: `it stands in \`${name}\`` };
  }
  return undefined;
}
