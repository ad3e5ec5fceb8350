import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { property, type RecordValue, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { eachCondition } from '../options/each-condition.ts';
import { writeOptions } from '../options/edits.ts';
import { exportedBy } from '../options/library-options.ts';
import { libraryOf } from '../options/version.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from './express/cors.ts';

/**
 * `config({ server: { cors } })` of @keystone-6/core 8.1.0 (read: dist/keystone-6-core.js and its express server; not run):
 * `true` repeats every origin, with credentials; an object goes to expressjs/cors; without it, CORS is off.
 */
export const keystone: CodeFramework = {
  kind: 'code',
  id: 'keystone',
  title: 'server.cors of Keystone',
  docs: 'https://keystonejs.com/docs/config/config#server',
  mentions: ['@keystone-6/core'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const isConfig = exportedBy('@keystone-6/core', 'config');
    return {
      policies: file
        .plainCalls(/keystone/)
        .filter(it => isConfig(it.callee))
        .flatMap(it => readConfig(it, reading)),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, EXPRESS_OPTIONS),
};

function readConfig(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const [config] = call.args;
  const server = config?.kind === 'record' ? property(config, 'server')?.value : undefined;
  const entry = server?.kind === 'record' ? property(server, 'cors') : undefined;
  if (!entry) return [];
  const library = libraryOf(reading.project, call.span.path, '@keystone-6/core', '8.1.0');
  return eachCondition(entry.value).flatMap(({ value, guards }) => {
    const options = optionsOf(value, entry.span);
    if (!options) return [];
    const policies = readExpress({ span: entry.span, options, used: true }, reading, library, 'keystone');
    return policies.map(({ behaviour: _, container, ...it }) => ({
      ...it,
      guards: [...guards, ...it.guards],
      ...(container && value.kind === 'record' ? { container } : {}),
    }));
  });
}

function optionsOf(value: Value, span: Span): Value | undefined {
  if (value.kind !== 'literal') return value;
  if (value.value !== true) return undefined;
  const entry = (key: string) => ({ key, value: { ...value, value: true }, keySpan: span, span });
  const record: RecordValue = {
    kind: 'record',
    container: 'object',
    entries: [entry('origin'), entry('credentials')],
    span,
  };
  return record;
}
