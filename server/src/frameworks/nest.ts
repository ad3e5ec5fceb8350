import type { CorsPolicy, Library } from '../model/policy.ts';
import type { CallSite } from '../syntax/code.ts';
import type { Value } from '../syntax/value.ts';
import { EXPRESS_OPTIONS, readExpress } from './express-cors.ts';
import { fastifyOptions, readFastify } from './fastify-cors.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { isAtLeast, libraryOf } from './library.ts';
import { argumentWith, switchable, unansweredWith } from './nested-options.ts';
import { writeOptions } from './options-edits.ts';
import { readSocketCors } from './socket-io.ts';

/** NestJS 10 to 12: the adapter decides whether expressjs/cors or @fastify/cors reads the options. */
export const nest: CodeFramework = {
  kind: 'code',
  id: 'nest',
  title: 'NestJS',
  docs: 'https://docs.nestjs.com/security/cors',
  mentions: ['enablecors', 'nestfactory', 'websocketgateway'],

  recognise(file, reading) {
    if (
      !file.imports(['@nestjs/core', '@nestjs/common', '@nestjs/websockets', '@nestjs/platform-fastify']) &&
      !/@nestjs\//.test(file.text)
    )
      return { policies: [] };
    const enabled = file.calls(it => it === 'enableCors').filter(it => it.callee.kind === 'member');
    const created = file.calls(it => it === 'create').filter(isFactory);
    const gateways = file.calls(it => it === 'WebSocketGateway');
    return {
      policies: [
        ...created.flatMap(it => {
          const entry = argumentWith(it, 'cors');
          const options = entry && switchable(entry.value);
          return entry && options ? readNest(entry.span, options, isFastify(it, reading), reading) : [];
        }),
        ...enabled.flatMap(it => readNest(it.span, it.args[0], onFastify(it, created, reading), reading)),
        ...gateways.flatMap(it => {
          const entry = argumentWith(it, 'cors');
          return entry ? readSocketCors(entry.value, entry.span, undefined, reading, 'nest') : [];
        }),
      ],
    };
  },

  write: (policy, edit, read) => {
    const { library } = policy;
    const table = library?.name === '@fastify/cors' ? fastifyOptions(library) : EXPRESS_OPTIONS;
    return writeOptions(policy, edit, read, table);
  },
};

function isFactory({ callee }: CallSite): boolean {
  return callee.kind === 'external'
    ? callee.name === 'NestFactory.create'
    : callee.kind === 'member' && callee.object.kind === 'external' && callee.object.name === 'NestFactory';
}

/** The adapter of the application that `enableCors` is called on, where it is made in the same file; else what is installed. */
function onFastify(call: CallSite, created: readonly CallSite[], reading: Reading): boolean {
  const { callee } = call;
  const on = callee.kind === 'member' ? callee.object : undefined;
  const made = created.find(it => on?.kind === 'call' && it.span.start === on.span.start) ?? created[0];
  return made ? isFastify(made, reading) : installsFastify(call.span.path, reading);
}

function isFastify(created: CallSite, reading: Reading): boolean {
  const adapter = created.args[1];
  if (adapter?.kind === 'call') return nameOf(adapter.callee) === 'FastifyAdapter';
  if (adapter === undefined || adapter.kind === 'record') return false;
  return installsFastify(created.span.path, reading);
}

function nameOf(value: Value): string | undefined {
  return value.kind === 'external' || value.kind === 'member' ? value.name : undefined;
}

function installsFastify(path: string, { project }: Reading): boolean {
  const has = (name: string) => project.packages.dependency(path, name)?.range !== undefined;
  return has('@nestjs/platform-fastify') && !has('@nestjs/platform-express');
}

function readNest(
  span: CallSite['span'],
  options: Value | undefined,
  fastify: boolean,
  reading: Reading,
): readonly CorsPolicy[] {
  if (!fastify) {
    const library = libraryOf(reading.project, span.path, 'cors', '2.8.6');
    const policies = readExpress({ span, options, used: true }, reading, library, 'nest');
    return policies.map(it => unansweredWith(it, 404));
  }
  const call = { span, options };
  return readFastify(call, reading, fastifyLibrary(span.path, reading)).map(it => ({ ...it, framework: 'nest' }));
}

/** @nestjs/platform-fastify brings its own @fastify/cors: 11 with Nest 11 and later, 9 with Nest 10. */
function fastifyLibrary(path: string, { project }: Reading): Library {
  const own = libraryOf(project, path, '@fastify/cors', '11.4.3');
  if (!own.assumed) return own;
  const core = libraryOf(project, path, '@nestjs/core', '12.5.1');
  return isAtLeast(core, '11.0.0') ? own : { ...own, version: '9.0.1' };
}
