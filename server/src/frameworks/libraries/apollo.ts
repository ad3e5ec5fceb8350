import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { type Entry, property, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { writeOptions } from '../options/edits.ts';
import { exportedBy, type LibraryOptions, readLibrary } from '../options/library-options.ts';
import { argumentWith, switchable } from '../options/nested.ts';
import { libraryOf } from '../options/version.ts';
import { apolloPolicies, EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from './express/cors.ts';

/** `createHandler({ cors })` of apollo-server-lambda 2: its own small reader, without defaults. */
const LAMBDA: LibraryOptions = {
  id: 'apollo',
  package: 'apollo-server-lambda',
  newest: '2.26.2',
  table: {
    ...EXPRESS_OPTIONS,
    aliases: {},
    others: [],
    credentials: 'truthy',
    methods: 'none',
    allowedHeaders: 'none',
  },
  semantics: {
    unset: 'off',
    yes: 'reflects-everyone',
    no: 'reflects-everyone',
    nothing: 'off',
    empty: 'off',
    text: 'fixed',
    starInList: 'compared',
    list: 'texts',
    pattern: 'off',
    other: 'off',
    functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: true },
  },
  preflight: () => ({ by: 'library', status: 204 }),
  vary: () => 'never',
};

/** Apollo Server 2 to 5, where it brings CORS of its own. */
export const apollo: CodeFramework = {
  kind: 'code',
  id: 'apollo',
  title: 'Apollo Server',
  docs: 'https://www.apollographql.com/docs/apollo-server/security/cors',
  mentions: ['apollo'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const isStandalone = exportedBy('@apollo/server/standalone', 'startStandaloneServer');
    const calls = file.plainCalls(/apollo/);
    const ignored = calls.filter(it => isServer(it.callee, '@apollo/server')).map(it => argumentWith(it, 'cors'));
    return {
      policies: [
        ...calls.filter(it => isStandalone(it.callee)).flatMap(it => standalone(it, ignored[0], reading)),
        ...calls
          .filter(it => it.construct && isServer(it.callee, 'apollo-server'))
          .flatMap(it => apolloPolicies(it, reading)),
        ...file
          .calls(it => it === 'applyMiddleware')
          .filter(it => isMadeBy(it, 'apollo-server-express'))
          .flatMap(it => withIgnored(apolloPolicies(it, reading), it, reading)),
        ...file
          .calls(it => it === 'createHandler')
          .filter(it => isMadeBy(it, 'apollo-server-lambda'))
          .flatMap(it => handler(it, reading)),
      ],
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, EXPRESS_OPTIONS),
};

function isServer(value: Value, module: string): boolean {
  return value.kind === 'external' && value.module === module && value.name === 'ApolloServer';
}

/** A method of a server that is made in the same workspace. */
function isMadeBy({ callee }: CallSite, module: string): boolean {
  return callee.kind === 'member' && callee.object.kind === 'call' && isServer(callee.object.callee, module);
}

/** `cors` of a server that is mounted does nothing: `applyMiddleware` takes its own, and lets everybody in without (3.13.0, run). */
function withIgnored(policies: readonly CorsPolicy[], call: CallSite, { project }: Reading): readonly CorsPolicy[] {
  const server = call.callee.kind === 'member' ? call.callee.object : undefined;
  const entry = server?.kind === 'call' ? argumentWith(server, 'cors') : undefined;
  const library = libraryOf(project, call.span.path, 'apollo-server-express', '3.13.0');
  return entry && !argumentWith(call, 'cors') ? policies.map(it => ({ ...ignoring(it, entry), library })) : policies;
}

function ignoring(policy: CorsPolicy, { keySpan, span }: Entry): CorsPolicy {
  const oddity = { kind: 'unknown-option', name: 'cors', field: 'origins', at: keySpan, entry: span } as const;
  return { ...policy, oddities: [...policy.oddities, oddity] };
}

/** `startStandaloneServer` runs `cors()`; a `cors` option there, or of the server, does nothing (4 and 5). */
function standalone(call: CallSite, ofServer: Entry | undefined, reading: Reading): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'cors') ?? ofServer;
  const library = libraryOf(reading.project, call.span.path, '@apollo/server', '5.5.1');
  const policies = readExpress({ span: call.span, options: undefined, used: true }, reading, library, 'apollo');
  return entry ? policies.map(it => ignoring(it, entry)) : policies;
}

function handler(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'cors');
  if (entry?.value.kind === 'record') {
    return readLibrary(LAMBDA, { span: call.span, options: entry.value, used: true }, reading);
  }
  const express = argumentWith(call, 'expressGetMiddlewareOptions')?.value;
  const cors = express?.kind === 'record' ? property(express, 'cors') : undefined;
  const options = cors && switchable(cors.value);
  if (!cors || !options) return [];
  const library = libraryOf(reading.project, call.span.path, 'cors', '2.8.6');
  return readExpress({ span: cors.span, options, used: true }, reading, library, 'apollo');
}
