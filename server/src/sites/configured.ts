import { EVERYWHERE } from '../model/paths.ts';
import type { Address } from '../model/site.ts';
import type { CodeFile } from '../syntax/code.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import type { Project } from '../syntax/project.ts';
import { property, type Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import { type Port, portsOf } from './ports.ts';
import type { SiteReader } from './reader.ts';

/** A server that its framework starts, by the file that says who may read it. */
interface Kind {
  readonly id: string;
  readonly title: string;
  readonly dependency: readonly string[];
  readonly file: RegExp;
  /** Where nothing else is said. */
  readonly port: number;
  /** The files beside, without ending, in which the port may stand, in place of the variable. */
  readonly ports?: readonly string[];
}

/**
 * The ports that each package takes where nothing is said: @strapi/core 5.54.0 (dist/configuration/index.js), @adonisjs/core 6.21.0
 * (build/src/ignitor/http.js), sails 1.5.18 (lib/hooks/http/index.js), @keystone-6/core 8.1.0 (declarations/src/types/config).
 */
const KINDS: readonly Kind[] = [
  {
    id: 'strapi',
    title: 'Strapi',
    dependency: ['@strapi/strapi', 'strapi'],
    file: /(^|\/)config\/middlewares?\.[jt]s$/,
    port: 1337,
    ports: ['server'],
  },
  {
    id: 'adonis',
    title: 'AdonisJS',
    dependency: ['@adonisjs/core', '@adonisjs/framework'],
    file: /(^|\/)config\/cors\.[jt]s$/,
    port: 3333,
  },
  {
    id: 'sails',
    title: 'Sails',
    dependency: ['sails'],
    file: /(^|\/)config\/security\.js$/,
    port: 1337,
    ports: ['local'],
  },
  { id: 'keystone', title: 'Keystone', dependency: ['@keystone-6/core'], file: /(^|\/)keystone\.[jt]s$/, port: 3000 },
];

/** Servers without code of their own that listens: the framework starts them, and its configuration says on which port. */
export const configuredServers: SiteReader = {
  id: 'configured',
  mentions: new Search(/\bcors\b/i),
  files: /(^|\/)(config\/(middlewares?|cors|security)|keystone)\.[jt]s$/,

  read(file, { project }) {
    const depends = ({ dependency }: Kind) =>
      dependency.some(it => project.packages.dependency(file.path, it) !== undefined);
    const kind = KINDS.find(it => it.file.test(file.path) && depends(it));
    // What holds in one environment alone stands below this folder.
    const environments = project.host.list?.(file.path.replace(/[^/]*$/, 'env')) ?? [];
    if (!kind || environments.length > 0) return [];
    const at = { path: file.path, start: 0, end: file.text.length };
    const addresses = portsFor(kind, file, project).map(
      ({ port, at }): Address => ({
        kind: 'port',
        port,
        scheme: 'http',
        stage: 'development',
        why: at ? `${kind.title} is told to listen on port ${port}` : `${kind.title} listens on port ${port} by itself`,
        ...(at ? { at } : {}),
      }),
    );
    return [
      {
        kind: kind.id,
        name: `the server of ${kind.title}`,
        at,
        addresses,
        routes: [{ method: 'ALL', matches: EVERYWHERE, at }],
        // Where the file has no policy, the framework's own may hold.
        clouded: { why: `${kind.title} may have a policy of its own`, at, matches: EVERYWHERE },
      },
    ];
  },
};

/** The port of a file beside, or else that of the variable in files of variables, or else the usual one. */
function portsFor(kind: Kind, file: CodeFile, project: Project): readonly (Pick<Port, 'port'> & Partial<Port>)[] {
  const folder = file.path.replace(/\/[^/]*$/, '');
  const beside = (kind.ports ?? []).flatMap(it => ['js', 'ts'].map(ending => `${folder}/${it}.${ending}`));
  const texts = beside.flatMap(it => project.host.read(it) ?? '');
  const written = texts.flatMap(it => /\bport\s*:\s*(?:env\.int\(\s*['"]PORT['"]\s*,\s*)?(\d+)/.exec(it)?.[1] ?? []);
  const own = kind.id === 'keystone' ? portOfCall(file) : [];
  const filed = (environmentValues(project, file.path, 'PORT') ?? []).flatMap(it =>
    /^\d+$/.test(it.text) ? [{ port: Number(it.text), at: it.at }] : [],
  );
  if (own.length > 0) return own;
  const fixed = texts.some(it => /\bport\s*:\s*\d+/.test(it));
  const [first] = written;
  if (filed.length > 0 && !fixed) return filed;
  return [{ port: first === undefined ? kind.port : Number(first) }];
}

/** `config({ server: { port } })` of Keystone. */
function portOfCall(file: CodeFile): readonly Port[] {
  const inner = (value: Value | undefined, key: string) =>
    value?.kind === 'record' ? property(value, key)?.value : undefined;
  return file
    .calls(it => it === 'config')
    .flatMap(it => portsOf(inner(inner(it.args[0], 'server'), 'port'), () => undefined));
}
