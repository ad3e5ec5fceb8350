import type { CorsPolicy } from '../../model/policy.ts';
import { type Entry, textOf, type Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { at } from './aws-templates.ts';
import { type Handler, withHandler } from './gateway-handlers.ts';

/** A function of a SAM template, and the REST APIs that call it. */
export interface SamFunction extends Handler {
  readonly name: string;
  /** What each event of type `Api` says of the API; absent where that is the one that the template has by itself. */
  readonly apis: readonly (Value | undefined)[];
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html */
export function samFunctions(resources: readonly Entry[], globals: Value | undefined): readonly SamFunction[] {
  return resources
    .filter(it => textOf(at(it.value, ['Type'])) === 'AWS::Serverless::Function')
    .flatMap(({ key, value }): readonly SamFunction[] => {
      const own = (name: string) =>
        at(value, ['Properties', name]) ?? (globals ? at(globals, ['Function', name]) : undefined);
      const events = at(value, ['Properties', 'Events']);
      const apis = (events?.kind === 'record' ? events.entries : [])
        .filter(it => textOf(at(it.value, ['Type'])) === 'Api')
        .map(it => at(it.value, ['Properties', 'RestApiId']));
      const folder = own('CodeUri');
      // Code that lies in a bucket is not seen.
      if (folder && (textOf(folder) === undefined || /^[a-z0-9]+:|^\//.test(textOf(folder) ?? ''))) return [];
      return [{ name: key, handler: own('Handler'), folder: textOf(folder) ?? '.', apis }];
    });
}

/** The policy of an API with what its functions do; without a name it is the API that the template has by itself. */
export function behindApi(
  policy: CorsPolicy,
  name: string | undefined,
  functions: readonly SamFunction[],
  reading: Reading,
): CorsPolicy {
  const called = functions.filter(it => it.apis.some(api => isApi(api, name, reading)));
  return called.reduce((it, fn) => withHandler(it, fn, reading), policy);
}

/** `!Ref Name`, or `{ Ref: Name }` in JSON. */
function isApi(given: Value | undefined, name: string | undefined, { project }: Reading): boolean {
  if (given === undefined || name === undefined) return given === name;
  const { path, start, end } = given.span;
  const source = textOf(at(given, ['Ref'])) ?? project.host.read(path)?.slice(start, end).trim() ?? '';
  return source.replace(/^!Ref\s+/, '').replace(/^(['"])(.*)\1$/, '$2') === name;
}
