import { known, type Setting } from '../../server/src/model/policy.ts';
import type { CorsRequest } from '../../server/src/model/request.ts';
import { sample } from '../harness/workspace.ts';

type Files = Readonly<Record<string, string>>;

export function requests(source: string, files: Files = {}, path = 'web/src/api.ts'): readonly CorsRequest[] {
  return sample({ ...files, [path]: source }, 'all')
    .facts()
    .flatMap(it => (it.path.endsWith(path) ? it.requests : []));
}

/** How each request of a file reads, one line for each: `POST https://a.example/users include x-app=web type=application/json`. */
export function sent(source: string, files: Files = {}, path?: string): readonly string[] {
  return requests(source, files, path).map(inShort);
}

export function inShort({ guards, url, ...it }: CorsRequest): string {
  const under = guards.map(guard =>
    guard.kind === 'mode' ? guard.mode : guard.kind === 'condition' ? guard.text : `${guard.name}=${guard.state}`,
  );
  const headers = it.headers
    .filter(header => header.name !== 'content-type' && header.value.kind !== 'default')
    .map(header => `${header.name}=${shown(header.value)}${header.sometimes ? '?' : ''}`);
  const type = shown(it.contentType);
  return [
    ...(under.length > 0 ? [`[${under.join(' ')}]`] : []),
    shown(it.method),
    `${url.to === 'elsewhere' ? '' : `(${url.to}) `}${url.text}`,
    shown(it.credentials),
    ...(known(it.mode) === 'cors' ? [] : [shown(it.mode)]),
    ...headers,
    ...(type === 'undefined' ? [] : [`type=${type}`]),
    ...(it.moreHeaders === undefined ? [] : ['+']),
  ].join(' ');
}

function shown<T>(setting: Setting<T>): string {
  if (setting.kind === 'dynamic') return '?';
  return setting.kind === 'conflicting' ? setting.values.join('/') : String(setting.value);
}
