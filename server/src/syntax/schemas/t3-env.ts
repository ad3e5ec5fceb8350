import { type CallValue, property, type RecordValue, unknown, type Value } from '../value.ts';
import { ends, inputOf, type Reading, recordOf } from './schema.ts';
import { isZod, ofZod } from './zod.ts';

const ENVIRONMENT: Value = {
  kind: 'external',
  module: '',
  name: 'process.env',
  span: { path: '', start: 0, end: 0 },
};

/**
 * `createEnv` of @t3-oss/env-core 0.13 and what is made of it for Next and Nuxt: the variables of `server`, `client` and `shared`,
 * each from `runtimeEnv`, or from `process.env` where that names only some of them.
 */
export function createdEnv(call: CallValue, reading: Reading): Value | undefined {
  const { callee, args } = call;
  if (!ends(call, /^createEnv$/)) return undefined;
  if (callee.kind !== 'external' || !/^@t3-oss\/env-(core|nextjs|nuxt)$/.test(callee.module)) return undefined;
  const [options] = args;
  if (options?.kind !== 'record' || options.rest) return undefined;
  const given = (name: string) => property(options, name)?.value;
  const source = given('runtimeEnv') ?? given('runtimeEnvStrict') ?? ENVIRONMENT;
  const groups = ['server', 'client', 'shared'].flatMap(it => given(it) ?? []);
  const known = groups.filter((it): it is RecordValue => it.kind === 'record');
  const entries = known.flatMap(it =>
    it.entries.map(field => ({
      ...field,
      value: isZod(field.value)
        ? ofZod(field.value, inputOf(source, field.key, field.keySpan), reading)
        : unknown(field.span, 'a schema that is not followed', true),
    })),
  );
  const open = given('extends') !== undefined || known.length < groups.length || known.some(it => it.rest);
  const made = recordOf(entries, options.span);
  return open ? { ...made, rest: unknown(options.span, 'what another environment is made of') } : made;
}
