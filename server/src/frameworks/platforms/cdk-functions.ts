import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { exported } from '../../syntax/exports.ts';
import { lastName } from '../../syntax/member.ts';
import { folderOf } from '../../syntax/paths.ts';
import { type CallValue, type FunctionValue, property, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { withFunction } from './gateway-handlers.ts';

/** The call that makes an API or a resource of it. */
type Api = Pick<CallSite, 'name' | 'args' | 'span'>;

/**
 * The policy of a `RestApi` or one of its resources, which answers preflights alone, with what its functions return: those that its
 * methods hand on to as a whole (aws-cdk-lib 2, aws_apigateway.LambdaIntegration).
 */
export function behindRestApi(policy: CorsPolicy, api: Api, file: CodeFile, reading: Reading): CorsPolicy {
  const functions = integrated(api, file).flatMap(it => functionOf(it, file, reading) ?? []);
  return functions.reduce((it, fn) => withFunction(it, fn, reading), policy);
}

/** The constructs of the functions behind an API. */
function integrated(api: Api, file: CodeFile): readonly CallValue[] {
  const own = api.name === 'LambdaRestApi' ? api.args.flatMap(it => optionOf(it, 'handler') ?? []) : [];
  const integrations = file
    .calls(it => it === 'addMethod')
    .filter(it => madeBy(it.callee, api.span))
    .flatMap(it => it.args[1] ?? []);
  const handed = integrations.flatMap(it => {
    if (it.kind !== 'call' || lastName(it.callee)?.split('.').at(-1) !== 'LambdaIntegration') return [];
    const proxy = it.args[1] && optionOf(it.args[1], 'proxy');
    return proxy && !(proxy.kind === 'literal' && proxy.value === true) ? [] : (it.args[0] ?? []);
  });
  return [...own, ...handed].flatMap(it => (it.kind === 'call' && it.construct ? [it] : []));
}

function functionOf({ callee, args }: CallValue, file: CodeFile, reading: Reading): FunctionValue | undefined {
  const kind = lastName(callee)?.split('.').at(-1);
  const options = args[2];
  if (!options) return undefined;
  const handler = textOf(optionOf(options, 'handler'));
  if (kind === 'NodejsFunction') {
    const entry = pathOf(optionOf(options, 'entry'), file, reading);
    return entry === undefined ? undefined : exportOf(entry, handler ?? 'handler', options.span, reading);
  }
  const code = optionOf(options, 'code');
  if (kind !== 'Function' || code?.kind !== 'call' || !lastName(code.callee)?.endsWith('fromAsset')) return undefined;
  const folder = pathOf(code.args[0], file, reading);
  const [, module, name] = /^([\w./-]+)\.([\w$]+)$/.exec(handler ?? '') ?? [];
  if (folder === undefined || module === undefined || name === undefined) return undefined;
  return exportOf(`${folder}/${module}`, name, options.span, reading);
}

function exportOf(path: string, name: string, at: Span, { project }: Reading): FunctionValue | undefined {
  const found = project.resolve(`${folderOf(path)}/x`, `./${path.slice(folderOf(path).length + 1)}`);
  const code = found === undefined ? undefined : project.code(found);
  const value = code && exported(code, name, at);
  return value?.kind === 'function' ? value : undefined;
}

/** A text alone is taken from where the program is started, the folder of its package; `__dirname` is that of its file. */
function pathOf(value: Value | undefined, file: CodeFile, { project }: Reading): string | undefined {
  const alone = textOf(value);
  if (alone !== undefined) {
    const home = project.packages.home(file.path);
    return home === undefined || alone.startsWith('/') ? undefined : joined(home, [alone]);
  }
  const parts =
    value?.kind === 'call' && /(^|\.)(join|resolve)$/.test(lastName(value.callee) ?? '')
      ? value.args
      : value?.kind === 'template'
        ? value.parts
        : [];
  const [first, ...rest] = parts;
  const texts = rest.flatMap(it => textOf(it) ?? []);
  const isOwn = first !== undefined && /(^|\.)(__dirname|dirname)$/.test(lastName(first) ?? '');
  return isOwn && texts.length === rest.length && rest.length > 0 ? joined(folderOf(file.path), texts) : undefined;
}

function joined(folder: string, texts: readonly string[]): string {
  const steps: string[] = [];
  for (const it of [folder, ...texts].join('/').split('/')) {
    if (it === '..') steps.pop();
    else if (it !== '.' && (it !== '' || steps.length === 0)) steps.push(it);
  }
  return steps.join('/');
}

function optionOf(options: Value, key: string): Value | undefined {
  return options.kind === 'record' ? property(options, key)?.value : undefined;
}

/** Whether something hangs on what a call makes: `api.root.addResource('items').addMethod`. */
export function madeBy(value: Value, { path, start }: Span): boolean {
  for (let at = value; ; ) {
    if (at.kind === 'member') at = at.object;
    else if (at.kind !== 'call' || (at.span.path === path && at.span.start === start)) return at.kind === 'call';
    else at = at.callee;
  }
}
