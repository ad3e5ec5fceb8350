import { type FunctionValue, property, type Value } from '../syntax/value.ts';
import type { Reading } from './client.ts';
import { isExport, lastOf } from './made.ts';

/** What an interceptor of requests lays over each of them: the options of `request.clone`. */
export interface Intercepted {
  /** One of them, or none where it depends on conditions. */
  readonly options: readonly (Value | undefined)[];
}

/** Where an application says which interceptors it has. */
const SETUPS = ['src/app/app.config.ts', 'src/app/app.module.ts', 'src/main.ts'];

/**
 * The interceptors of the application around a file: functions in `withInterceptors([…])`, and classes by `useClass` under
 * `HTTP_INTERCEPTORS`; undefined where there are some that are not followed. https://angular.dev/guide/http/interceptors
 */
export function interceptorsOf({ path, project }: Reading): readonly Intercepted[] | undefined {
  const folder = project.packages.nearest(path)?.folder;
  if (folder === undefined) return [];
  const found: (Intercepted | undefined)[] = [];
  for (const name of SETUPS) {
    const text = project.host.exists(`${folder}/${name}`) ? project.host.read(`${folder}/${name}`) : undefined;
    if (text === undefined || !/withInterceptors|HTTP_INTERCEPTORS/.test(text)) continue;
    const file = project.code(`${folder}/${name}`);
    for (const call of file?.calls(it =>
      /^(withInterceptors|provideHttpClient|NgModule|mergeApplicationConfig)$/.test(it),
    ) ?? []) {
      if (call.name === 'withInterceptors' && call.args[0]?.kind === 'list')
        found.push(...call.args[0].items.map(it => (it.kind === 'function' ? overlaid(it) : undefined)));
      if (call.name === 'NgModule') found.push(...classesIn(lastOf([call.args[0]], 'providers')));
    }
  }
  return found.every(it => it !== undefined) ? found : undefined;
}

function classesIn(providers: Value | undefined): readonly (Intercepted | undefined)[] {
  if (providers?.kind !== 'list') return [];
  return providers.items.flatMap(it => {
    const token = it.kind === 'record' ? property(it, 'provide')?.value : undefined;
    if (it.kind !== 'record' || !token || !isExport(token, /^@angular\/common\/http$/, /^HTTP_INTERCEPTORS$/))
      return [];
    const own = property(it, 'useClass')?.value;
    const method = own?.kind === 'function' && own.construct ? methodOf(own) : undefined;
    return [method ? overlaid(method) : undefined];
  });
}

/** `intercept` of an instance whose constructor's arguments are not known. */
function methodOf(made: FunctionValue): FunctionValue | undefined {
  const instance = made.construct?.([]);
  const found = instance?.kind === 'record' ? property(instance, 'intercept')?.value : undefined;
  return found?.kind === 'function' ? found : undefined;
}

/** What every way through an interceptor hands on, beside the request itself. */
function overlaid(interceptor: FunctionValue): Intercepted | undefined {
  const { paths, cut } = interceptor.run([]);
  const ends = paths.filter(it => it.end === 'return').map(it => handedOn(it.result));
  if (cut || ends.length === 0 || ends.some(it => it === 'unknown')) return undefined;
  return { options: ends.map(it => (it === 'unknown' || it === 'same' ? undefined : it)) };
}

/** The options of the clone in `next(request.clone(…))`, `next.handle(…)` and what is piped from there. */
function handedOn(result: Value | undefined): Value | 'same' | 'unknown' {
  if (result?.kind !== 'call') return 'unknown';
  const { callee, args } = result;
  if (callee.kind === 'member' && callee.name === 'pipe') return handedOn(callee.object);
  const [request] = args;
  const next = callee.kind === 'parameter' || (callee.kind === 'member' && callee.name === 'handle');
  if (!next || !request) return 'unknown';
  if (request.kind === 'parameter') return 'same';
  const clones = request.kind === 'call' && request.callee.kind === 'member' && request.callee.name === 'clone';
  return clones ? (request.args[0] ?? 'same') : 'unknown';
}
