import { existsSync } from 'node:fs';
import { whereIn } from '../analysis/describe.ts';
import type { FileFacts } from '../analysis/facts.ts';
import { amongOthers } from '../analysis/guarded.ts';
import { topologyOf } from '../analysis/links.ts';
import { sentFrom } from '../analysis/refusal.ts';
import { policyAt, problemOf, simulate as run, type Simulation, simulationData } from '../analysis/simulate.ts';
import { undecided } from '../analysis/simulate-choice.ts';
import { simulateLink } from '../analysis/simulate-link.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import { DEFAULTS } from '../settings.ts';
import { comparePlaces, type Span } from '../text/span.ts';
import type { Arguments } from './args.ts';
import { analyse } from './check.ts';
import { diskHost, explain } from './host.ts';
import { type Io, UsageError } from './io.ts';
import { deliver, tell } from './output.ts';
import { absolute, shown } from './paths.ts';
import { placesOf } from './policies.ts';
import type { Product } from './product.ts';
import { plural, sources } from './report.ts';

import { simulationText } from './simulate-text.ts';
import { lookOf, painter } from './terminal.ts';

/** `corslint simulate`: what one request gets from the policy at a place, and what each browser makes of it. */
export async function simulate(args: Arguments, io: Io, product: Product): Promise<0 | 1> {
  const { path, line } = targetOf(args, io);
  const host = diskHost(DEFAULTS.maxFileSize, [io.cwd]);
  const workspace = (await product.openWorkspace())(host);
  if (host.read(path) === undefined) throw new UsageError(`\`${shown(io.cwd, path)}\` cannot be read`);
  const facts = workspace.facts(path);
  const { place } = sources(io.cwd, host.read, host.marked);
  const found = facts.policies.flatMap(policy => placesOf({ place }, policy).map(it => ({ policy, ...place(it) })));
  const here = found.filter(it => absolute(io.cwd, it.path) === path);
  const asking = line === undefined || chosenAt(here, line) ? undefined : requestAt(facts.requests, line, place);
  if (asking) return simulateRequest(asking, args, io, product);
  const request = requestOf(args);
  const problem = problemOf(request);
  if (problem !== undefined) throw new UsageError(problem);
  const chosen = choose(here, line, shown(io.cwd, path), facts.skipped);
  if (line !== undefined && !chosenAt([chosen], line))
    tell(io, `no policy stands at ${shown(io.cwd, path)}:${line}: this is the nearest one, at line ${chosen.line}`);
  const mounted = isMounted(chosen.policy, facts) ? await among(facts, args, io, product) : facts;
  const policy = mounted.policies[facts.policies.indexOf(chosen.policy)] ?? chosen.policy;
  const simulation = run(policy, mounted, request);
  const where = `${chosen.path}:${chosen.line}`;
  if (typeof simulation === 'string') throw new UsageError(`${where}: the answer is not known: ${simulation}`);
  const paint = painter(lookOf(io.stdout, io.env, args.color));
  const open = undecided(policy, mounted.policies, mounted, request, simulation);
  if (open !== undefined)
    throw new UsageError(`${where}: the answer is not known: another policy stands there, too, but where ${open}`);
  if (policy.guards.length > 0) tell(io, `${where}: this holds only where ${whereIn(policy).join(' and ')}`);
  const report =
    args.format === 'json'
      ? `${JSON.stringify(simulationData(simulation), undefined, 2)}\n`
      : simulationText({ simulation, request, answering: nameOf(chosen.policy), where, paint });
  deliver(args, io, report);
  return codeOf(simulation, args);
}

/** Whether nothing of its own file listens: an application of another one may have checks before it. */
function isMounted(policy: CorsPolicy, { apps }: FileFacts): boolean {
  return !apps.some(it => it.global && it.steps.some(step => step.kind === 'cors' && step.policy === policy));
}

/** A file's facts among those of the workspace. */
async function among(facts: FileFacts, args: Arguments, io: Io, product: Product): Promise<FileFacts> {
  const { reading } = await analyse({ ...args, paths: [], progress: false }, io, product);
  return amongOthers(facts, reading.facts);
}

/** 1 where a browser blocks the request and that was asked to count. */
function codeOf({ judgements }: Simulation, { request }: Arguments): 0 | 1 {
  return request.failOnBlocked && Object.values(judgements).some(it => it.verdict === 'blocked') ? 1 : 0;
}

/** A request that stands at the line, with the server of the workspace that answers it. */
async function simulateRequest(asking: CorsRequest, args: Arguments, io: Io, product: Product): Promise<0 | 1> {
  const { reading, settings, host } = await analyse({ ...args, paths: [], progress: false }, io, product);
  const { links, unlinked } = topologyOf(reading.facts, settings.sites);
  const isIt = (it: { readonly request: CorsRequest }) => comparePlaces(it.request.at, asking.at) === 0;
  const { place } = sources(io.cwd, host.read, host.marked);
  const where = `${place(asking.at).path}:${place(asking.at).line}`;
  const link = links.find(isIt);
  if (!link)
    throw new UsageError(`${where}: it is not known who answers: ${unlinked.find(isIt)?.why ?? 'it is not read'}`);
  const origin = args.request.origin ?? link.page?.origin;
  if (origin === undefined) throw new UsageError(`${where}: the page is not known: name it by --origin`);
  const request = sentFrom(origin, asking);
  const simulation = request ? simulateLink(link, request, reading.facts) : 'its method is not known';
  if (typeof simulation === 'string' || !request)
    throw new UsageError(`${where}: the answer is not known: ${simulation}`);
  const server = place(link.answer.kind === 'policy' ? link.answer.policy.at : link.server.at);
  const answering = `answered by ${link.server.name}, ${server.path}:${server.line}: ${link.reasons.join(', ')}`;
  const paint = painter(lookOf(io.stdout, io.env, args.color));
  const report =
    args.format === 'json'
      ? `${JSON.stringify(simulationData(simulation), undefined, 2)}\n`
      : simulationText({ simulation, request, answering, where, paint });
  deliver(args, io, report);
  return codeOf(simulation, args);
}

function requestAt(
  requests: readonly CorsRequest[],
  line: number,
  place: (at: Span) => { readonly line: number; readonly endLine: number },
): CorsRequest | undefined {
  return requests.find(it => {
    const at = place(it.at);
    return at.line <= line && line <= at.endLine;
  });
}

function chosenAt(found: readonly Candidate[], line: number): boolean {
  return found.some(it => it.line <= line && line <= it.endLine);
}

function nameOf({ framework, library }: CorsPolicy): string {
  return library ? `${framework} ${library.version}` : framework;
}

interface Candidate {
  readonly policy: CorsPolicy;
  readonly line: number;
  readonly endLine: number;
  readonly path: string;
}

function choose(found: readonly Candidate[], line: number | undefined, path: string, skipped?: string): Candidate {
  const why = skipped === undefined ? '' : ` (${skipped})`;
  const lines = [...new Set(found.map(it => it.line))];
  if (line === undefined && new Set(found.map(it => it.policy)).size > 1 && lines.length > 1) {
    const places = lines.map(it => `${path}:${it}`).join(', ');
    throw new UsageError(`${plural(lines.length, 'policy', 'policies')} in \`${path}\`: name one of ${places}`);
  }
  // Of several policies in one place, that of production goes before the others.
  const chosen = policyAt(
    [...found].sort((a, b) => rank(a.policy) - rank(b.policy)),
    line ?? 1,
  );
  if (!chosen) throw new UsageError(`no CORS policy in \`${path}\`${why}`);
  return chosen;
}

function rank({ guards }: CorsPolicy): number {
  const modes = guards.flatMap(it => (it.kind === 'mode' ? [it.mode] : []));
  if (modes.includes('production') || modes.includes('not-development')) return 0;
  return guards.length === 0 ? 1 : 2;
}

/** `FILE` or `FILE:LINE`; a file whose name ends like that is itself. */
function targetOf({ paths, request }: Arguments, io: Io): { readonly path: string; readonly line: number | undefined } {
  const [target, ...more] = paths;
  if (target === undefined)
    throw new UsageError(`\`simulate\` needs FILE[:LINE]${request.origin === undefined ? ' and --origin ORIGIN' : ''}`);
  if (more.length > 0) throw new UsageError('`simulate` takes one FILE[:LINE]');
  const [, file, line] = /^(.+):(\d+)$/.exec(target) ?? [];
  const plainly = file === undefined || existsSync(absolute(io.cwd, target));
  const path = absolute(io.cwd, plainly ? target : file);
  if (!existsSync(path)) throw new UsageError(`\`${plainly ? target : file}\` is ${explain({ code: 'ENOENT' })}`);
  return { path, line: plainly ? undefined : Number(line) };
}

function requestOf({ request: { origin, method, headers, credentials } }: Arguments) {
  if (origin === undefined) throw new UsageError('`simulate` needs --origin ORIGIN, the page that asks');
  return {
    origin,
    method,
    headers: headers.map(it => {
      const equals = it.indexOf('=');
      return equals < 0 ? { name: it, value: '' } : { name: it.slice(0, equals), value: it.slice(equals + 1) };
    }),
    credentials: credentials === 'include',
  };
}
