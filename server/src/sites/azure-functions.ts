import { EVERYWHERE, mountPath, routePath } from '../model/paths.ts';
import type { Server } from '../model/site.ts';
import type { CallSite } from '../syntax/code.ts';
import { foldersUp } from '../syntax/paths.ts';
import type { Project } from '../syntax/project.ts';
import { property, textOf, type Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import { portsOf } from './ports.ts';
import type { SiteReader } from './reader.ts';

/**
 * `app.http(name, { route, methods })` of @azure/functions 4, answered below `/api` of port 7071 on the developer's machine:
 * https://learn.microsoft.com/azure/azure-functions/functions-reference-node
 */
export const azureFunctions: SiteReader = {
  id: 'azure-functions',
  mentions: new Search(/@azure\/functions/),
  words: ['@azure/functions'],

  read(file, { project }) {
    const root = foldersUp(file.path).find(it => project.host.exists(`${it}/host.json`));
    if (root === undefined || /"routePrefix"/.test(project.host.read(`${root}/host.json`) ?? '')) return [];
    return file
      .calls(it => /^(http|get|post|put|patch|deleteRequest)$/.test(it))
      .flatMap(it => {
        const { callee } = it;
        const on = callee.kind === 'member' ? callee.object : callee;
        const ours = on.kind === 'external' && on.module === '@azure/functions' && /^app\b/.test(on.name);
        return ours ? functionOf(it, root, project) : [];
      });
  },
};

function functionOf(call: CallSite, root: string, project: Project): readonly Server[] {
  const [named, options] = call.args;
  const given = (key: string) => (options?.kind === 'record' ? property(options, key)?.value : undefined);
  const name = textOf(given('route') ?? named);
  if (name === undefined || (options?.kind === 'record' && options.rest)) return [];
  const path = `/api/${name.replace(/^\/+/, '').replace(/\{(\w+)[^}]*\}/g, ':$1')}`;
  const matches = /\{\*/.test(name) ? mountPath(path.replace(/\/[^/]*\*.*$/, ''), 'any') : routePath(path, 'any');
  const settings = project.json(`${root}/local.settings.json`)?.value;
  const host = settings?.kind === 'record' ? property(settings, 'Host')?.value : undefined;
  const port = host?.kind === 'record' ? property(host, 'LocalHttpPort')?.value : undefined;
  const at = call.nameSpan;
  const why = `it is the function \`${path}\` of Azure`;
  return [
    {
      kind: 'azure-functions',
      name: `the function \`${path}\``,
      at,
      addresses: portNumbers(port).map(it => ({ kind: 'port', port: it, scheme: 'http', stage: 'development', why })),
      routes: methodsOf(call, given('methods')).map(method => ({ method, path, matches, at })),
      configured: 'azure-functions',
      // Where no settings let anybody in, those of the command line or of the portal may.
      clouded: { why: 'the host may be told to write headers', at, matches: EVERYWHERE },
    },
  ];
}

function portNumbers(given: Value | undefined): readonly number[] {
  return given ? portsOf(given, () => undefined).map(it => it.port) : [7071];
}

/** `app.http` answers GET and POST where nothing is said (@azure/functions 4.16.5, src/trigger.ts). */
function methodsOf({ name }: CallSite, given: Value | undefined): readonly string[] {
  if (name !== 'http') return [name === 'deleteRequest' ? 'DELETE' : name.toUpperCase()];
  const listed = given?.kind === 'list' ? given.items.map(textOf) : undefined;
  if (given && !listed?.every(it => it !== undefined)) return ['ALL'];
  return listed?.flatMap(it => it?.toUpperCase() ?? []) ?? ['GET', 'POST'];
}
