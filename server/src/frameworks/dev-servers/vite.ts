import type { PreflightBehaviour } from '../../model/behaviour.ts';
import type { CorsPolicy, Library } from '../../model/policy.ts';
import { type Entry, isUndefined, property, type RecordValue, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from '../libraries/express/cors.ts';
import { defaultExports } from '../options/default-export.ts';
import { writeOptions } from '../options/edits.ts';
import { libraryOf } from '../options/version.ts';
import { isConfigOf, ofDevServer } from './dev-server.ts';
import { headerEdits, viteHeaders } from './vite-headers.ts';
import { type Default, defaultOf, LOCAL } from './vite-versions.ts';

/**
 * `server.cors` and `preview.cors` of Vite 3 and later, which hands them to expressjs/cors, and `server.headers`, which
 * are written after it (vite 8.3.8, dist/node/chunks/node.js: `_createServer`, `preview`).
 */
export const vite: CodeFramework = {
  kind: 'code',
  id: 'vite',
  title: 'server.cors of Vite',
  docs: 'https://vite.dev/config/server-options#server-cors',
  mentions: ['vite', 'cors', 'access-control-allow-origin'],
  files: path => isConfigOf(['vite', 'vitest', 'astro', 'nuxt'], path),
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const own = isConfigOf(['vite', 'vitest'], file.path);
    const library = libraryOf(reading.project, file.path, 'vite', '8.3.8');
    const configs = defaultExports(file).flatMap((it): readonly Config[] => {
      if (it.kind !== 'record') return [];
      const record = own ? it : property(it, 'vite')?.value;
      return record?.kind === 'record' ? [{ record, own: isConfigOf(['vite'], file.path), library }] : [];
    });
    const policies = configs.flatMap(it => policiesOf(it, reading));
    const ofAstro = isConfigOf(['astro'], file.path) ? astroHeaders(defaultExports(file), library, reading) : [];
    const idle = isIdle(file.path, reading);
    return { policies: [...policies, ...ofAstro].map(ofDevServer).map(it => (idle ? neverStarted(it) : it)) };
  },

  write: (policy, edit, source) =>
    policy.notation === 'options'
      ? writeOptions(policy, edit, source, EXPRESS_OPTIONS)
      : headerEdits(policy, edit, source),
};

/** Whether the package has scripts and none of them starts a server, as where Vite only builds. */
function isIdle(path: string, { project }: Reading): boolean {
  const commands = project.packages.scripts(path).flatMap(it => it.split(/&&|\|\||[;&|]/));
  return commands.length > 0 && !commands.some(it => SERVES.test(it));
}

/** Commands that start Vite's server, or may start anything. */
const SERVES =
  /(?:^|[\s/])(?:(?:vite|astro|nuxt|nuxi|remix|react-router|svelte-kit|solid-start|vinxi|storybook|electron-vite|wxt|quasar|tauri|vitepress|ladle|histoire)(?=\s|$)(?!\s+(?:build|optimize|check|sync|prepare|generate|typegen|package))|(?:node|tsx|ts-node|bun|deno|nodemon|nx|turbo|lerna|just|make)(?=\s))/;

function neverStarted(policy: CorsPolicy): CorsPolicy {
  return { ...policy, details: { ...policy.details, started: false } };
}

interface Config {
  readonly record: RecordValue;
  /** A file of Vite's own, and not that of a tool which hands it a configuration, or of tests. */
  readonly own: boolean;
  readonly library: Library;
}

function policiesOf({ record, own, library }: Config, reading: Reading): readonly CorsPolicy[] {
  const [server, preview] = ['server', 'preview'].map(key => property(record, key));
  const without = defaultOf(library);
  const cors = server && within(server, 'cors');
  const headersOf = (section: Entry | undefined, own: Entry | undefined) => {
    const headers = section && within(section, 'headers');
    return headers ? viteHeaders(headers.value, own?.value, without, library, reading) : [];
  };
  const written = headersOf(server, cors);
  const first = written.length > 0 ? written : ofServer(cors, { record, server, own, without, library }, reading);
  const above = preview && within(preview, 'cors');
  const previewed = headersOf(preview, above ?? cors);
  const second = above && previewed.length === 0 ? read(above, undefined, library, reading) : previewed;
  return [...first, ...second];
}

/** `server.headers` of Astro, which it hands on to Vite; its preview is a server of its own, so that no answer is exact. */
function astroHeaders(configs: readonly Value[], library: Library, reading: Reading): readonly CorsPolicy[] {
  const headers = configs.flatMap(it => {
    const server = it.kind === 'record' ? property(it, 'server') : undefined;
    return server ? [within(server, 'headers')] : [];
  });
  return headers
    .flatMap(it => (it ? viteHeaders(it.value, undefined, defaultOf(library), library, reading) : []))
    .map(({ behaviour: _, ...it }) => it);
}

function within({ value }: Entry, key: string): Entry | undefined {
  return value.kind === 'record' ? property(value, key) : undefined;
}

interface Server {
  readonly record: RecordValue;
  readonly server: Entry | undefined;
  readonly own: boolean;
  readonly without: Default;
  readonly library: Library;
}

function ofServer(
  cors: Entry | undefined,
  { record, server, own, without, library }: Server,
  reading: Reading,
): readonly CorsPolicy[] {
  if (cors && !isUndefined(cors.value)) return read(cors, without.merged ? LOCAL : undefined, library, reading);
  // A default that lets everybody in is worth telling wherever it holds, any other where somebody configures the server.
  const open = own && without.origins === 'any' && !library.assumed;
  if (!without.certain || without.origins === 'off' || (!open && server?.value.kind !== 'record')) return [];
  const { path, start } = record.span;
  const at = server?.keySpan ?? { path, start, end: start + 1 };
  const entry = { key: 'cors', value: nothing(at), span: at, keySpan: at };
  return read(entry, without.origins === 'local' ? LOCAL : undefined, library, reading).map(it => ({
    ...it,
    origins: { ...it.origins, from: 'default' },
  }));
}

function nothing(span: Span): Value {
  return { kind: 'literal', value: undefined, span };
}

/** The policies of one `cors`; `local` takes the place of an `origin` that is not given. */
function read(entry: Entry, local: Value | undefined, library: Library, reading: Reading): readonly CorsPolicy[] {
  const options = optionsOf(entry.value, local);
  const made = { span: entry.span, options, used: true };
  return readExpress(made, reading, library, 'vite').map(it => inVite(it, entry, library));
}

/** What expressjs/cors is given: `true` is no options at all, `false` leaves it away. */
function optionsOf(value: Value, local: Value | undefined): Value {
  if (value.kind === 'choice')
    return { ...value, branches: value.branches.map(it => ({ ...it, value: optionsOf(it.value, local) })) };
  const at = value.span;
  const origin = (it: Value): Entry => ({ key: 'origin', value: { ...it, span: at }, span: at, keySpan: at });
  const only = (it: Value): RecordValue => ({ kind: 'record', entries: [origin(it)], container: 'object', span: at });
  if (value.kind === 'record') {
    const given = property(value, 'origin');
    return local && !value.rest && (!given || isUndefined(given.value))
      ? { ...value, entries: [...value.entries.filter(it => it !== given), origin(local)] }
      : value;
  }
  if (value.kind !== 'literal') return value;
  if (value.value === false) return only({ kind: 'literal', value: false, span: at });
  return value.value === undefined && local ? only(local) : nothing(at);
}

/** Vite serves files to `OPTIONS` requests that nobody takes, and answers 404 to those for pages. */
function inVite(policy: CorsPolicy, { value, span }: Entry, library: Library): CorsPolicy {
  const { behaviour, origins } = policy;
  const filled = origins.at.start === value.span.start && origins.at.end === value.span.end;
  const { entry: _, ...others } = origins;
  const { container: __, ...bare } = policy;
  return {
    ...(value.kind === 'record' ? policy : bare),
    at: span,
    origins: { ...(value.kind !== 'record' || filled ? { ...others, at: value.span } : origins), from: 'written' },
    ...(behaviour
      ? {
          behaviour: {
            ...behaviour,
            source: `vite ${library.version}: dist/node`,
            preflight: anything(behaviour.preflight),
          },
        }
      : {}),
  };
}

function anything({ unanswered: _, ...preflight }: PreflightBehaviour): PreflightBehaviour {
  return preflight;
}
