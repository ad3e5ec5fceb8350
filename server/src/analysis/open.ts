import type { Framework, Reading, Recognised } from '../frameworks/framework.ts';
import { FRAMEWORKS, frameworkOf } from '../frameworks/index.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Tracer } from '../model/tracing.ts';
import { loadedIn } from '../requests/loaded.ts';
import { TRACING, tracersIn } from '../requests/tracing.ts';
import { writeRequest } from '../requests/write.ts';
import { configure } from '../sites/configure.ts';
import { MOST_WEIGHT } from '../syntax/bounds.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import { isStyleSheet } from '../syntax/font-faces.ts';
import { isCode } from '../syntax/parse.ts';
import { Project } from '../syntax/project.ts';
import { watching } from '../syntax/reads.ts';
import { isMarkup } from '../syntax/scripts.ts';
import { holdsElements, loadingElements } from '../syntax/tags.ts';
import { contains } from '../text/span.ts';
import { inBranches } from './branches.ts';
import { Dependents } from './dependents.ts';
import type { FileFacts } from './facts.ts';
import { behindGuards, mapPolicies } from './guarded.ts';
import { judge } from './judge.ts';
import { asksThroughOthers, requestsIn } from './requests.ts';
import { withRewrittenOrigin } from './rewritten-origin.ts';
import { frameworksFor, isWanted, isWantedOnce, SIEVE } from './sieve.ts';
import { pageIn, serversIn } from './sites.ts';
import { reasonToSkip } from './skip.ts';
import { withoutTakenOff } from './taken-off.ts';
import { unlessThere } from './unless-there.ts';
import type { OpenWorkspace, RequestsRead, Workspace } from './workspace.ts';

const CONFIGS = FRAMEWORKS.filter(it => it.kind === 'config');

/** Opens a workspace on a host. */
export const openWorkspace: OpenWorkspace = (host, requests = 'of pages'): Workspace => {
  const project = new Project(host, SIEVE);
  const known = new Map<string, FileFacts>();
  const dependents = new Dependents();
  let last: string | undefined;

  const facts = (path: string): FileFacts => {
    const before = known.get(path);
    if (before) return before;
    const { value, reads } = watching(() => readFile(path, project, requests));
    const found: FileFacts = { ...value, reads: reads.filter(it => it !== path) };
    known.set(path, found);
    dependents.add(found);
    return found;
  };

  const read = (path: string) => host.read(path);

  return {
    concerns: path => isCode(path) || isMarkup(path) || isStyleSheet(path) || CONFIGS.some(it => it.files(path)),
    mentions(path, text) {
      // Who asks of one file again has it typed.
      const wanted = path === last ? isWanted : isWantedOnce;
      last = path;
      return wanted(path, text) || asksThroughOthers(path, text, project);
    },
    facts,
    changed(path) {
      const changed = project.changed(path);
      const stale = [...new Set([path, ...[...changed].flatMap(it => [...dependents.of(it)])])];
      for (const it of stale) {
        const facts = known.get(it);
        if (facts) dependents.delete(facts);
        known.delete(it);
      }
      return stale;
    },
    judge: (scope, settings) =>
      judge(scope, settings, {
        write: (policy, edit) => frameworkOf(policy.framework)?.write(policy, edit, it => project.document(it)),
        writeRequest: edit => writeRequest(edit, it => project.document(it)),
        read,
        configure: (server, origins) => configure(server, origins, read),
      }),
  };
};

function readFile(path: string, project: Project, wanted: RequestsRead): Omit<FileFacts, 'reads'> {
  const text = project.host.read(path);
  const nothing = { path, policies: [], apps: [], requests: [], servers: [] };
  if (text === undefined) return nothing;
  const skipped = reasonToSkip(path, text);
  if (skipped !== undefined) return { ...nothing, skipped };
  const room = { left: MOST_WEIGHT };
  const reading: Reading = { project, lookup: name => environmentValues(project, path, name), room };
  const frameworks = frameworksFor(path, text);
  const found = yielding(
    frameworks,
    frameworks.map(it => recognise(it, path, project, reading)),
  );
  const failed = found.find(it => it.failed !== undefined)?.failed;
  const home = project.packages.home(path);
  const inTests = isTest(project.host.relative?.(path) ?? path);
  const mark = marking(inTests);
  const branched = inBranches({
    policies: found.flatMap(it => it.policies.map(mark)),
    apps: found.flatMap(it =>
      (it.apps ?? []).map(app => ({
        ...app,
        ...(inTests ? { inTests } : {}),
        steps: app.steps.map(step => mapPolicies(step, mark)),
      })),
    ),
  });
  const guarded = behindGuards(withoutTakenOff(unlessThere(withRewrittenOrigin(branched, path, project))));
  const tracers = TRACING.test(text) && isCode(path) && !inTests ? tracersAt(path, project) : [];
  const elements = holdsElements(path) && !inTests ? loadingElements(path, text) : [];
  const asked = wanted === 'all' || !inTests ? requestsIn(path, text, project, { inTests, wanted }) : [];
  const requests = [...asked, ...(inTests ? [] : loadedIn(path, text, elements))];
  const page = requests.length > 0 ? pageIn(path, project) : undefined;
  return {
    path,
    ...guarded,
    ...(home === undefined ? {} : { home }),
    requests,
    servers: inTests ? [] : serversIn(path, text, project),
    ...(page ? { page } : {}),
    ...(tracers.length > 0 ? { tracers } : {}),
    ...(elements.length > 0 ? { elements } : {}),
    ...(failed === undefined ? {} : { skipped: failed }),
  };
}

/** The SDKs that put headers on requests. A reader that fails reads nothing. */
function tracersAt(path: string, project: Project): readonly Tracer[] {
  try {
    const file = project.code(path);
    return file ? tracersIn(file) : [];
  } catch {
    return [];
  }
}

type Found = Recognised & { readonly failed?: string };

/** What a framework reads that yields to others counts where none of them reads the same header, or knows that it never runs. */
function yielding(frameworks: readonly Framework[], found: readonly Found[]): readonly Found[] {
  const yields = (index: number) => frameworks[index]?.kind === 'code' && frameworks[index].yields === true;
  const claimed = found.flatMap((it, index) => (yields(index) ? [] : it.policies)).map(it => it.origins.at);
  const unreached = found.flatMap(it => it.unreached ?? []);
  const free = ({ origins: { at } }: CorsPolicy) =>
    !claimed.some(it => it.start === at.start && it.end === at.end) && !unreached.some(it => contains(it, at));
  return found.map((it, index) => (yields(index) ? { ...it, policies: it.policies.filter(free) } : it));
}

type Mark = (policy: CorsPolicy) => CorsPolicy;

/** Tells of policies that stand in tests; the same policy stays one object wherever it is met. */
function marking(inTests: boolean): Mark {
  const marked = new Map<CorsPolicy, CorsPolicy>();
  return policy => {
    if (!inTests) return policy;
    const known = marked.get(policy) ?? { ...policy, inTests };
    marked.set(policy, known);
    return known;
  };
}

/** Whether only tests run a file, by its name and folders within the workspace. */
function isTest(path: string): boolean {
  return /[._-](test|spec|stories|e2e)\.[^/]+$|(^|\/)(__tests__|__mocks__|tests?|e2e|cypress|fixtures|stories)\//i.test(
    path,
  );
}

/** A framework that fails on a file reads nothing there; the others go on. */
function recognise(framework: Framework, path: string, project: Project, reading: Reading): Found {
  try {
    if (framework.kind === 'code') {
      const file = project.code(path);
      return file ? framework.recognise(file, reading) : { policies: [] };
    }
    const file = project.config(path);
    return file ? framework.recognise(file, reading) : { policies: [] };
  } catch (error) {
    return {
      policies: [],
      failed: `could not be read by ${framework.id}: ${reasonOf(error)}`,
    };
  }
}

/** The stack ends where brackets stand some thousand deep within one another, which no person writes. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  return error instanceof Error ? error.message : String(error);
}
