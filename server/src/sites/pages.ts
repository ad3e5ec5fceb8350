import { defaultExports } from '../frameworks/options/default-export.ts';
import { libraryOf } from '../frameworks/options/version.ts';
import type { Page, PageOrigin } from '../model/site.ts';
import { isOrigin, parseOrigin } from '../origins/grammar.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import { foldersUp } from '../syntax/paths.ts';
import type { Project } from '../syntax/project.ts';
import { isUndefined, property, type RecordValue, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { capacitorOrigins } from './capacitor.ts';
import { handingOn } from './handing-on.ts';
import { portsOf } from './ports.ts';
import { tauriOrigins } from './tauri.ts';
import { TOOLS, type Tool } from './tools.ts';

const ENDINGS = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'];

/** The pages that a file is part of, by what the package around it says; undefined where nothing tells. */
export function pageOf(path: string, project: Project): Page | undefined {
  const folder = foldersUp(path).find(it => project.host.exists(`${it}/package.json`));
  const manifest = folder === undefined ? undefined : project.json(`${folder}/package.json`)?.value;
  if (folder === undefined || manifest?.kind !== 'record') return undefined;
  const within = { folder, manifest, project };
  const tool = TOOLS.find(it => dependsOn(manifest, it.name));
  const origins = [...(tool ? inDevelopment(tool, within) : onLiveServer(within)), ...inProduction(within)];
  if (origins.length === 0) return undefined;
  const handing = handingOn(folder, project);
  return { folder, origins, ...(handing === undefined ? {} : { handingOn: handing }) };
}

/** The origins at which a tool serves the package that a file is part of. */
export function servedBy(tool: Tool, path: string, project: Project): readonly PageOrigin[] {
  const folder = foldersUp(path).find(it => project.host.exists(`${it}/package.json`));
  const manifest = folder === undefined ? undefined : project.json(`${folder}/package.json`)?.value;
  return folder === undefined || manifest?.kind !== 'record' ? [] : inDevelopment(tool, { folder, manifest, project });
}

interface Package {
  readonly folder: string;
  readonly manifest: RecordValue;
  readonly project: Project;
}

function dependsOn(manifest: RecordValue, name: string): boolean {
  return ['dependencies', 'devDependencies'].some(it => {
    const section = property(manifest, it)?.value;
    return section?.kind === 'record' && property(section, name) !== undefined;
  });
}

function inDevelopment(tool: Tool, it: Package): readonly PageOrigin[] {
  const { folder, project } = it;
  const from = `${folder}/package.json`;
  const served = scriptPorts(tool, it);
  if (served.length > 1) return [];
  const configured = configuredPort(tool, it);
  if (served.length === 0 && configured === 'unknown') return [];
  const filed = tool.variable
    ? (environmentValues(project, from, 'PORT') ?? []).filter(own => /^\d+$/.test(own.text))
    : [];
  const given: { readonly port: number; readonly at?: Span } | undefined =
    served[0] ??
    (configured === 'unknown' ? undefined : configured) ??
    filed.map(own => ({ port: Number(own.text), at: own.at }))[0];
  const port = given?.port ?? tool.port(libraryOf(project, from, tool.name, '99.0.0'));
  const scheme = isSecure(tool, it) ? 'https' : 'http';
  const why = given
    ? `${tool.title} is told to serve on port ${port}`
    : `${tool.title} serves on port ${port} by itself`;
  return [
    {
      origin: origin(scheme, port),
      stage: 'development',
      why,
      ...(given?.at ? { at: given.at } : {}),
    },
  ];
}

/**
 * Where no tool serves the pages: the editor's extension Live Server, whose settings the workspace holds. It serves on 127.0.0.1 and
 * port 5500 (github.com/ritwickdey/vscode-live-server, docs/settings.md).
 */
function onLiveServer({ folder, project }: Package): readonly PageOrigin[] {
  const path = `${folder}/.vscode/settings.json`;
  const text = project.host.exists(path) ? project.host.read(path) : undefined;
  if (!text?.includes('liveServer.settings.')) return [];
  const settings = project.json(path)?.value;
  const given = (name: string) =>
    settings?.kind === 'record' ? property(settings, `liveServer.settings.${name}`)?.value : undefined;
  const [port, host] = [given('port'), given('host')];
  const number = port ? portsOf(port, () => undefined)[0]?.port : 5500;
  const name = host ? textOf(host) : '127.0.0.1';
  if (number === undefined || name === undefined || given('https')) return [];
  const at = (port ?? host)?.span;
  const served = { origin: `http://${name}:${number}`, stage: 'development' as const, why: 'Live Server serves there' };
  return [{ ...served, ...(at ? { at } : {}) }];
}

function origin(scheme: string, port: number): string {
  const usual = scheme === 'https' ? 443 : 80;
  return `${scheme}://localhost${port === usual ? '' : `:${port}`}`;
}

/** The ports that scripts hand to the tool. */
function scriptPorts(tool: Tool, { manifest }: Package): readonly { readonly port: number; readonly at: Span }[] {
  const scripts = property(manifest, 'scripts')?.value;
  if (scripts?.kind !== 'record') return [];
  const found = scripts.entries.flatMap(({ value }) => {
    const text = textOf(value) ?? '';
    return text.split(/&&|\|\||[;&|]/).flatMap(it => {
      if (!tool.command.test(it)) return [];
      const option = /(?:\s--port[ =]|\s-p[ =]?)(\d+)\b/.exec(it)?.[1];
      const variable = /\bPORT=(\d+)\b/.exec(it)?.[1];
      const port = Number(option ?? (tool.variable || tool.name === 'next' ? variable : undefined));
      return port > 0 ? [{ port, at: value.span }] : [];
    });
  });
  return found.filter((it, i) => found.findIndex(other => other.port === it.port) === i);
}

/** The port in the tool's configuration; `unknown` where there is one that cannot be told. */
function configuredPort(tool: Tool, it: Package): { readonly port: number; readonly at: Span } | 'unknown' | undefined {
  const { folder, project } = it;
  if (tool.name === '@angular/cli') return angularPort(it);
  const sections = configsOf(tool, it).flatMap(config => {
    let at: Value | undefined = config;
    for (const key of tool.config?.section ?? []) at = at?.kind === 'record' ? property(at, key)?.value : undefined;
    return at?.kind === 'record' ? [at] : [];
  });
  const lookup = (name: string) => environmentValues(project, `${folder}/package.json`, name);
  const given = sections
    .flatMap(section => property(section, 'port')?.value ?? [])
    .filter(value => !isUndefined(value));
  if (given.length === 0) return undefined;
  const ports = given.flatMap(value => portsOf(value, lookup));
  const [only] = ports;
  return only && ports.every(own => own.port === only.port) ? only : 'unknown';
}

function configsOf(tool: Tool, { folder, project }: Package): readonly RecordValue[] {
  const paths = (tool.config?.files ?? []).flatMap(name => ENDINGS.map(ending => `${folder}/${name}.${ending}`));
  return paths.flatMap(path => {
    const file = project.host.exists(path) ? project.code(path) : undefined;
    return file ? defaultExports(file).filter(it => it.kind === 'record') : [];
  });
}

/** `projects.*.architect.serve.options.port` of angular.json, where its projects agree. */
function angularPort({
  folder,
  project,
}: Package): { readonly port: number; readonly at: Span } | 'unknown' | undefined {
  const path = `${folder}/angular.json`;
  const whole = project.host.exists(path) ? project.json(path)?.value : undefined;
  const inner = (value: Value | undefined, key: string) =>
    value?.kind === 'record' ? property(value, key)?.value : undefined;
  const projects = inner(whole, 'projects');
  if (projects?.kind !== 'record') return undefined;
  const ports = projects.entries.flatMap(({ value }) => {
    const serve = inner(inner(value, 'architect') ?? inner(value, 'targets'), 'serve');
    return serve ? [inner(inner(serve, 'options'), 'port')] : [];
  });
  const given = ports.flatMap(it => portsOf(it, () => undefined));
  const [first] = given;
  if (!first) return undefined;
  return given.length === ports.length && given.every(it => it.port === first.port) ? first : 'unknown';
}

function isSecure(tool: Tool, it: Package): boolean {
  const plugins = ['@vitejs/plugin-basic-ssl', 'vite-plugin-mkcert'].some(name => dependsOn(it.manifest, name));
  if (plugins) return true;
  const filed = environmentValues(it.project, `${it.folder}/package.json`, 'HTTPS') ?? [];
  if (tool.name === 'react-scripts' && filed.some(own => own.text === 'true')) return true;
  return configsOf(tool, it).some(config => {
    let at: Value | undefined = config;
    for (const key of tool.config?.section ?? []) at = at?.kind === 'record' ? property(at, key)?.value : undefined;
    const https = at?.kind === 'record' ? property(at, 'https')?.value : undefined;
    return https !== undefined && !(https.kind === 'literal' && !https.value);
  });
}

/** Variables that hold the address of the site itself, by the documentation of those who read them. */
const OWN_ADDRESS = [
  'NEXTAUTH_URL',
  'NEXT_PUBLIC_SITE_URL',
  'NEXT_PUBLIC_APP_URL',
  'NUXT_PUBLIC_SITE_URL',
  'PUBLIC_URL',
];

function inProduction(it: Package): readonly PageOrigin[] {
  const { folder, manifest, project } = it;
  const homepage = property(manifest, 'homepage')?.value;
  const isDeployed = ['react-scripts', 'gh-pages'].some(name => dependsOn(manifest, name));
  const named = isDeployed
    ? addressIn(homepage && textOf(homepage), '`homepage` in package.json says so', homepage?.span)
    : [];
  const filed = OWN_ADDRESS.flatMap(name =>
    (environmentValues(project, `${folder}/package.json`, name) ?? []).flatMap(value =>
      addressIn(value.text, `\`${name}\` says so`, value.at),
    ),
  );
  const cname = ['public/CNAME', 'static/CNAME', 'CNAME'].flatMap(name => {
    const path = `${folder}/${name}`;
    const text = project.host.exists(path) ? project.host.read(path)?.trim() : undefined;
    const at = { path, start: 0, end: text?.length ?? 0 };
    return text && /^[\w.-]+\.[a-z]{2,}$/i.test(text)
      ? addressIn(`https://${text}`, `\`${name}\` names the host`, at)
      : [];
  });
  const inApp = [capacitorOrigins, tauriOrigins].flatMap(it => it(folder, name => dependsOn(manifest, name), project));
  const all = [...named, ...filed, ...cname, ...inApp];
  return all.filter((own, i) => all.findIndex(other => other.origin === own.origin) === i);
}

function addressIn(text: string | undefined, why: string, at: Span | undefined): readonly PageOrigin[] {
  const found = /^https?:\/\/[^/?#\s]+/i.exec(text ?? '')?.[0];
  if (found === undefined || /^https?:\/\/(www\.)?(github\.com|npmjs\.com|npmjs\.org)$/i.test(found)) return [];
  const origin = isOrigin(found) ? found : parseOrigin(found).canonical;
  if (origin === undefined) return [];
  const local = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(origin);
  return [{ origin, stage: local ? 'development' : 'production', why, ...(at ? { at } : {}) }];
}
