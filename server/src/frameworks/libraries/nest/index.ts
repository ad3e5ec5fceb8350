import type { App, Step } from '../../../model/app.ts';
import type { Oddity } from '../../../model/oddity.ts';
import { EVERYWHERE } from '../../../model/paths.ts';
import type { CorsPolicy, Library } from '../../../model/policy.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import type { Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import type { CodeFramework, Dialect, Reading } from '../../framework.ts';
import { checksOf } from '../../middleware/checks.ts';
import { guarded } from '../../middleware/middleware.ts';
import { roleOf } from '../../middleware/roles.ts';
import { refusalOf } from '../../middleware/without-login.ts';
import { writeOptions } from '../../options/edits.ts';
import { argumentWith, hostedBy, switchable } from '../../options/nested.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import { guardsOf } from '../../origin/alternatives.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from '../express/cors.ts';
import { type Other, stepsByOthers } from '../express/handed-apps.ts';
import { EXPRESS } from '../express/registrations.ts';
import { FASTIFY_ORIGINS, fastifyOptions, readFastify } from '../fastify/cors.ts';
import { bareGateways, readSocketServer } from '../socket-io.ts';
import { routesOfModule } from './routes.ts';

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
    const made = applicationsOf(file, reading);
    const gateways = file.calls(it => it === 'WebSocketGateway');
    return {
      policies: [
        ...made.flatMap(it => it.steps.flatMap(step => step.policies)),
        ...gateways.flatMap(it => readSocketServer(it, undefined, reading, 'nest')),
      ],
      apps: [...made.flatMap(it => appOf(it, reading)), ...bareGateways(gateways, reading)],
    };
  },

  dialect: dialectOf,

  write: (policy, edit, read) => writeOptions(policy, edit, read, dialectOf(policy).table),
};

/** The options of the library that the adapter brings. */
function dialectOf({ library }: CorsPolicy): Dialect {
  return library?.name === '@fastify/cors'
    ? { table: fastifyOptions(library), semantics: FASTIFY_ORIGINS }
    : { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS };
}

function isFactory({ callee }: CallSite): boolean {
  return callee.kind === 'external'
    ? callee.name === 'NestFactory.create'
    : callee.kind === 'member' && callee.object.kind === 'external' && callee.object.name === 'NestFactory';
}

/** An application and what sets CORS up on it, in the order in which that runs. */
interface Application {
  readonly at: Span;
  /** What it is made of. */
  readonly module: Value | undefined;
  readonly fastify: boolean;
  readonly steps: readonly Setup[];
  /** `app.use(…)`, which registers at once. */
  readonly uses: readonly CallSite[];
  /** What is set up on it by functions that it is handed to. */
  readonly handed: readonly Other[];
}

interface Setup {
  readonly call: CallSite;
  readonly at: Span;
  readonly policies: readonly CorsPolicy[];
}

/**
 * The applications of a file. `enableCors` registers at once, the `cors` option of `NestFactory.create` in `init`, after it
 * (core/nest-application.js of 12.5.0 and 11.2.10).
 */
function applicationsOf(file: CodeFile, reading: Reading): readonly Application[] {
  const created = file.calls(it => it === 'create').filter(isFactory);
  const enabled = file.calls(it => it === 'enableCors').filter(it => it.callee.kind === 'member');
  const used = file.calls(it => it === 'use').filter(it => it.callee.kind === 'member');
  const started = file.calls(it => it === 'listen' || it === 'init').filter(it => isAwaited(it, file));
  const owner = (it: CallSite) => created.find(other => isCalledOn(it, other.span));
  const ownerOrOnly = (it: CallSite) => owner(it) ?? created[0];
  const setUp = (it: CallSite, fastify: boolean): Setup => {
    const guards = guardsOf(it.when);
    const policies = guarded(readNest(it.span, it.args[0], fastify, reading), guards);
    const late = fastify ? undefined : started.find(other => precedes(other, it) && owner(other) === ownerOrOnly(it));
    return { call: it, at: it.span, policies: late ? policies.map(policy => unheard(policy, late)) : policies };
  };
  const homeless = created.length === 0 ? enabled : [];
  return [
    ...created.map((it): Application => {
      const fastify = isFastify(it, reading);
      const entry = argumentWith(it, 'cors');
      const options = entry && switchable(entry.value);
      const option =
        entry && options
          ? [{ call: it, at: entry.span, policies: readNest(entry.span, options, fastify, reading) }]
          : [];
      const calls = enabled.filter(other => ownerOrOnly(other) === it).map(other => setUp(other, fastify));
      return {
        at: it.span,
        module: it.args[0],
        fastify,
        steps: fastify ? onlyFirst([...calls, ...option]) : [...calls, ...option],
        // Behind the adapter of Fastify stand hooks, whose order is another.
        uses: fastify ? [] : used.filter(other => owner(other) === it),
        handed: fastify ? [] : handedOn(it, file, reading),
      };
    }),
    ...homeless.map((it): Application => {
      const fastify = installsFastify(it.span.path, reading);
      return { at: it.span, module: undefined, fastify, steps: [setUp(it, fastify)], uses: [], handed: [] };
    }),
  ];
}

/** What is registered once the routes are: no request gets there. */
function unheard(policy: CorsPolicy, { span: after }: CallSite): CorsPolicy {
  const oddity: Oddity = { kind: 'too-late', at: policy.at, after };
  return {
    ...policy,
    used: false,
    scope: { ...policy.scope, methods: [] },
    oddities: [...policy.oddities, oddity],
  };
}

/** A second set-up on Fastify ends the program: what it decorates requests with is there already. */
function onlyFirst(steps: readonly Setup[]): readonly Setup[] {
  const [first] = steps.filter(it => isCertain(it));
  return steps.map(it => {
    if (!first || it === first || !isCertain(it)) return it;
    const oddity: Oddity = { kind: 'registered-twice', at: it.at, first: first.at };
    return { ...it, policies: it.policies.map(policy => ({ ...policy, oddities: [...policy.oddities, oddity] })) };
  });
}

/** It runs whatever the environment is. */
function isCertain({ call, policies }: Setup): boolean {
  return !call.conditional && policies.every(it => it.guards.length === 0) && policies.length > 0;
}

function appOf({ at, module, fastify, steps, uses, handed }: Application, reading: Reading): readonly App[] {
  if (steps.length === 0) return [];
  const library = libraryOf(reading.project, at.path, '@nestjs/core', '12.5.1');
  const set = steps.flatMap(it =>
    it.policies
      .filter(policy => policy.used)
      .map(policy => ({
        at: it.call.name === 'enableCors' ? it.at.start : Number.POSITIVE_INFINITY,
        step: {
          kind: 'cors' as const,
          matches: EVERYWHERE,
          policy,
          at: it.at,
          entry: it.at,
          ...(isCertain(it) ? {} : { conditional: true }),
        },
      })),
  );
  const before = uses.flatMap(it => middlewareOf(it, reading).map(step => ({ at: it.span.start, step })));
  const elsewhere = handed.map(({ call, step }) => ({ at: call.span.start, step }));
  // Controllers are looked for where the policy does not allow whatever method they have.
  const lists = set.some(({ step }) => step.policy.methods.kind !== 'dynamic');
  const routes = (lists ? routesOfModule(module, reading) : []).map(
    (it): Step => ({ kind: 'route', path: undefined, ...it, policies: [], roles: [], entry: it.at }),
  );
  return [
    {
      framework: 'nest',
      library,
      name: 'app',
      global: true,
      at,
      ordered: !fastify,
      ...(fastify ? {} : { layered: true }),
      steps: [...inOrder([...set, ...before, ...elsewhere]), ...routes],
    },
  ];
}

/** What functions of the workspace set up on an application that they are handed. */
function handedOn({ span: made }: CallSite, file: CodeFile, reading: Reading): readonly Other[] {
  const isIt = (value: Value) =>
    value.kind === 'call' && value.span.start === made.start && value.span.path === made.path;
  const checks = (value: Value) => checksOf(value, reading, false);
  return stepsByOthers(file, isIt, EXPRESS, checks, () => []);
}

/** Middlewares of `app.use`, which are registered at once. */
function middlewareOf({ args, argSpans, statement, conditional }: CallSite, reading: Reading): readonly Step[] {
  const [value, ...more] = args;
  const [at] = argSpans;
  if (!value || !at || more.length > 0) return [];
  const refuses = refusalOf(value);
  const common = { matches: EVERYWHERE, at, entry: statement, ...(conditional ? { conditional } : {}) };
  const checks = checksOf(value, reading, false);
  return [{ kind: 'middleware', ...roleOf(value), ...common, ...checks, ...(refuses ? { refuses } : {}) }];
}

/** In the order in which they are registered: the option of `NestFactory.create` comes last (run with @nestjs/core 11.2.10). */
function inOrder(steps: readonly { readonly at: number; readonly step: Step }[]): readonly Step[] {
  return steps.toSorted((a, b) => a.at - b.at).map(it => it.step);
}

/** `await app.listen(…)`: what follows runs when the routes are registered. */
function isAwaited({ alone, conditional, statement, span }: CallSite, { text }: CodeFile): boolean {
  return alone && !conditional && /\bawait\s*$/.test(text.slice(statement.start, span.start));
}

function precedes(a: CallSite, b: CallSite): boolean {
  return a.span.end <= b.span.start && a.inside?.start === b.inside?.start;
}

function isCalledOn({ callee }: CallSite, made: Span): boolean {
  return callee.kind === 'member' && callee.object.kind === 'call' && callee.object.span.start === made.start;
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

function readNest(span: Span, given: Value | undefined, fastify: boolean, reading: Reading): readonly CorsPolicy[] {
  const options = given?.kind === 'literal' ? undefined : given;
  if (!fastify) {
    const library = libraryOf(reading.project, span.path, 'cors', '2.8.6');
    const policies = readExpress({ span, options, used: true }, reading, library, 'nest');
    return policies.map(it => hostedBy(it, { unanswered: 404 }));
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
