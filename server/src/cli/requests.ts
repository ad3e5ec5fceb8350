import { describeRequest } from '../analysis/describe-request.ts';
import type { Setting } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Report } from './report.ts';
import { painter, printable } from './terminal.ts';

/** Every request in plain English, by place. */
export function requestsText(report: Report): string {
  const paint = painter(report.look);
  if (!report.requests.length) return 'No requests found\n';
  return report.requests
    .map(request => {
      const { path, line } = report.place(request.at);
      const within = request.within && report.place(request.within);
      const head = [
        paint('bold', `${printable(path)}:${line}`),
        request.client,
        ...(within ? [`by ${printable(within.path)}:${within.line}`] : []),
      ].join('  ');
      return [head, ...describeRequest(request).map(it => `  ${printable(it)}`)].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}

/** For programs: an array, one entry for each request in each environment; lines count from 1. */
export function requestsJson(report: Report): string {
  const entries = report.requests.map(request => {
    const { path, line, endLine } = report.place(request.at);
    return {
      path,
      line,
      endLine,
      client: request.client,
      version: request.library?.version ?? null,
      ...dataOf(request),
    };
  });
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

function dataOf({ url, headers, reads, runs, guards, ...request }: CorsRequest) {
  return {
    url: {
      to: url.to,
      text: url.text,
      scheme: setting(url.scheme),
      host: setting(url.host),
      port: setting(url.port),
      path: setting(url.path, it => it.text),
      variable: url.variable ?? null,
    },
    method: setting(request.method),
    headers: headers.map(({ name, value, sometimes }) => ({
      name,
      value: setting(value),
      sometimes: sometimes ?? false,
    })),
    moreHeaders: request.moreHeaders ?? null,
    credentials: setting(request.credentials),
    mode: setting(request.mode),
    contentType: setting(request.contentType, it => it ?? null),
    redirect: setting(request.redirect),
    reads: { ...reads, headers: reads.headers.map(it => it.name) },
    runs,
    guards,
  };
}

function setting<T>(it: Setting<T>, data: (value: T) => unknown = value => value) {
  if (it.kind === 'dynamic') return { kind: it.kind, why: it.why };
  if (it.kind === 'conflicting') return { kind: it.kind, values: it.values.map(data) };
  return { kind: it.kind, value: data(it.value) };
}
