import { describer } from '../analysis/describe.ts';
import type { Acceptor } from '../model/acceptor.ts';
import type { CorsPolicy, NameList, Setting } from '../model/policy.ts';
import { hull, type Span } from '../text/span.ts';
import type { Report } from './report.ts';
import { painter, printable } from './terminal.ts';

const NEAR = 3;

/** The places that stand for a policy: where it is mounted or called, and where its options stand if that is elsewhere. */
export function placesOf(report: Pick<Report, 'place'>, policy: CorsPolicy): readonly Span[] {
  const { at, whole } = policy;
  if (at.path !== whole.path) return [at, whole];
  const a = report.place(at);
  const b = report.place(whole);
  const gap = Math.max(a.line, b.line) - Math.min(a.endLine, b.endLine);
  return gap > NEAR ? [at, whole] : [hull(at, whole)];
}

/** Every policy in plain English, by place. */
export function policiesText(report: Report): string {
  const paint = painter(report.look);
  if (!report.policies.length) return 'No CORS policies found\n';
  const describe = describer();
  return report.policies
    .map(policy => {
      const [first, elsewhere] = placesOf(report, policy).map(it => report.place(it));
      const place = report.place(policy.at);
      const head = [
        paint('bold', `${printable(place.path)}:${place.line}`),
        policy.framework,
        ...(elsewhere && first ? [`options in ${printable(elsewhere.path)}:${elsewhere.line}`] : []),
      ].join('  ');
      return [head, ...describe(policy).map(it => `  ${printable(it)}`)].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}

/** For programs: an array, one entry for each place that stands for a policy; lines count from 1. */
export function policiesJson(report: Report): string {
  const placed = report.policies.flatMap(policy => placesOf(report, policy).map(at => ({ policy, at })));
  const entries = [...placed, ...report.mounts].map(({ policy, at }) => {
    const { path, line, endLine } = report.place(at);
    return {
      path,
      line,
      endLine,
      framework: policy.framework,
      version: policy.library?.version ?? null,
      policy: policyData(policy),
    };
  });
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

function policyData(policy: CorsPolicy) {
  const { origins } = policy;
  return {
    origins: {
      kind: origins.from,
      listed: origins.listed.map(it => it.text),
      accepts: acceptorData(origins.acceptor),
    },
    acao: origins.mode,
    credentials: setting(policy.credentials, it => it),
    methods: setting(policy.methods, names),
    allowedHeaders: setting(policy.allowedHeaders, names),
    exposedHeaders: setting(policy.exposedHeaders, names),
    maxAge: setting(policy.maxAge, it => it ?? null),
    vary: setting(policy.vary, it => it),
    preflight: { by: policy.preflight.by, status: policy.preflight.status ?? null },
  };
}

function setting<T>(it: Setting<T>, data: (value: T) => unknown) {
  if (it.kind === 'dynamic') return { kind: it.kind, why: it.why };
  if (it.kind === 'conflicting') return { kind: it.kind, values: it.values.map(data) };
  return { kind: it.kind, value: data(it.value) };
}

function names(list: NameList): 'reflect' | readonly string[] {
  if (list.kind === 'reflect') return 'reflect';
  const listed = list.names.map(it => it.text);
  return list.kind === 'any' && !listed.includes('*') ? ['*', ...listed] : listed;
}

/** The acceptor without the places in it. */
function acceptorData(acceptor: Acceptor): unknown {
  return JSON.parse(JSON.stringify(acceptor, (key, value) => (key === 'at' ? undefined : value)));
}
