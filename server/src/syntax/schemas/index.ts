import type { CallValue, Value } from '../value.ts';
import { gotFromConvict } from './convict.ts';
import { readByEnvVar } from './env-var.ts';
import { cleanedEnv } from './envalid.ts';
import { gotFromConfig } from './node-config.ts';
import { ends, type Reading } from './schema.ts';
import { createdEnv } from './t3-env.ts';
import { parsedByZod } from './zod.ts';

const NAMES = /^(safeParse|safeParseAsync|parse|parseAsync|cleanEnv|createEnv|get|getProperties|as[A-Z]\w*)$/;

/** What libraries that read a program's configuration by a schema give back; undefined where the call is none of theirs. */
export function bySchema(call: CallValue, reading: Reading): Value | undefined {
  if (call.construct || !ends(call, NAMES)) return undefined;
  return (
    parsedByZod(call, reading) ??
    cleanedEnv(call, reading) ??
    createdEnv(call, reading) ??
    readByEnvVar(call, reading) ??
    gotFromConvict(call, reading) ??
    gotFromConfig(call, reading)
  );
}
