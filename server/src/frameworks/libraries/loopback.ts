import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { type Entry, property, type RecordValue, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { writeOptions } from '../options/edits.ts';
import { type Host, hostedBy } from '../options/nested.ts';
import { libraryOf } from '../options/version.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from './express/cors.ts';

/**
 * `rest.cors` of LoopBack 4 (@loopback/rest 15.0.16, dist/rest.server.js): handed to expressjs/cors in the place of its own
 * default, which is `*` with credentials for a day.
 */
export const loopback: CodeFramework = {
  kind: 'code',
  id: 'loopback',
  title: 'rest.cors of LoopBack 4',
  docs: 'https://loopback.io/doc/en/lb4/Server.html#customize-cors',
  mentions: ['loopback', 'openapispec', 'graceperiodforclose'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    if (!/['"]@loopback\/|\bRestApplication\b|\bLoopback|\bapplication['"]/i.test(file.text)) return { policies: [] };
    const { packages } = reading.project;
    const installs =
      packages.dependency(file.path, '@loopback/rest') ?? packages.dependency(file.path, '@loopback/core');
    if (!installs && !file.text.includes('@loopback/')) return { policies: [] };
    const made = file.calls(it => it === 'main' || /Application$/.test(it));
    return { policies: made.filter(it => it.construct || it.name === 'main').flatMap(it => read(it, reading)) };
  },

  write: (policy, edit, source) => writeOptions(policy, edit, source, EXPRESS_OPTIONS),
};

/** What answers where CORS leaves a request alone: LoopBack's own router, to which `OPTIONS` is no verb. */
const HOST: Host = { unanswered: 404 };

function read({ args: [config], callee, span }: CallSite, reading: Reading): readonly CorsPolicy[] {
  // `main(config)` hands it on to the application, as the command line tool of LoopBack writes it.
  const rest = config?.kind === 'record' ? property(config, 'rest') : undefined;
  const own = callee.kind === 'external' && callee.module === '@loopback/rest' && callee.name === 'RestApplication';
  const unknown = config && (config.kind !== 'record' || config.rest);
  if (rest ? rest.value.kind !== 'record' || rest.value.rest : !own || unknown) return [];
  const entry = rest?.value.kind === 'record' ? property(rest.value, 'cors') : undefined;
  const at = entry?.span ?? rest?.keySpan ?? span;
  const options = entry ? written(entry.value) : defaults(at);
  const library = libraryOf(reading.project, span.path, 'cors', '2.8.6');
  const policies = readExpress({ span: at, options, used: true }, reading, library, 'loopback');
  return policies.map(it => hostedBy(entry ? it : byDefault(it), HOST));
}

/** What is no object leaves the defaults of expressjs/cors itself. */
function written(value: Value): Value | undefined {
  return value.kind === 'literal' ? undefined : value;
}

/** `DEFAULT_CONFIG.cors`. */
function defaults(span: Span): RecordValue {
  const entry = (key: string, value: string | number | boolean): Entry => ({
    key,
    value: { kind: 'literal', value, span },
    keySpan: span,
    span,
  });
  const entries = [entry('origin', '*'), entry('credentials', true), entry('maxAge', 86400)];
  return { kind: 'record', container: 'object', entries, span };
}

/** Nobody wrote it, so there is nothing to edit. */
function byDefault({ container: _, ...policy }: CorsPolicy): CorsPolicy {
  const { origins, credentials, maxAge } = policy;
  const plain = {
    mode: origins.mode,
    acceptor: origins.acceptor,
    listed: [],
    at: origins.at,
    from: 'default',
  } as const;
  return {
    ...policy,
    origins: plain,
    credentials: { kind: 'default', value: true, at: credentials.at },
    maxAge: { kind: 'default', value: 86400, at: maxAge.at },
  };
}
