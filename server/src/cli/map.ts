import { addressName, callName, type SiteMap, verdictOf } from '../analysis/map.ts';
import type { Link, Unlinked } from '../model/link.ts';
import type { Span } from '../text/span.ts';
import type { Report } from './report.ts';
import { painter, printable } from './terminal.ts';

/** Pages, servers with the calls that each answers, and calls that lead nowhere. */
export function mapText(map: SiteMap, report: Report): string {
  const paint = painter(report.look);
  const { pages, servers, unlinked } = map;
  if (pages.length + servers.length + unlinked.length === 0) return 'No pages, servers or calls found\n';
  const where = (at: Span) => placeOf(at, report);
  const blocks = [
    ...(pages.length > 0 ? [[paint('bold', 'Pages'), ...pages.map(it => `  ${it.origin}  (${it.why})`)]] : []),
    ...servers.map(({ server, links }) => [
      `${paint('bold', printable(where(server.at)))}  ${server.name}${server.addresses.map(it => `, at ${addressName(it)}`).join('')}`,
      ...links.map(
        it => `  ${printable(where(it.request.at))}  ${callName(it.request)}${pageOf(it)}: ${verdictOf(it)}`,
      ),
    ]),
    ...(unlinked.length > 0
      ? [
          [
            paint('bold', 'Calls that lead to no server of the workspace'),
            ...unlinked.map(it => `  ${printable(where(it.request.at))}  ${callName(it.request)}: ${it.why}`),
          ],
        ]
      : []),
  ];
  return `${blocks.map(it => it.join('\n')).join('\n\n')}\n`;
}

export function mapMarkdown(map: SiteMap, report: Report): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const row = (...cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const rows = map.servers.flatMap(({ server, links }) =>
    links.map(it =>
      row(
        it.page?.origin ?? 'any page',
        `\`${callName(it.request)}\``,
        placeOf(it.request.at, report),
        `${server.name} (${placeOf(server.at, report)})`,
        verdictOf(it),
      ),
    ),
  );
  const table = ['| Page | Call | From | Server | Verdict |', '|---|---|---|---|---|', ...rows];
  const lost = map.unlinked.map(it => row(`\`${callName(it.request)}\``, placeOf(it.request.at, report), it.why));
  return [
    '# Who calls whom',
    '',
    ...(rows.length > 0 ? table : ['No call of a page leads to a server of the workspace.']),
    ...(lost.length > 0 ? ['', '| Call to no server of the workspace | From | Why |', '|---|---|---|', ...lost] : []),
    '',
  ].join('\n');
}

/** For programs; lines count from 1. */
export function mapJson(map: SiteMap, report: Report): string {
  const place = (at: Span) => {
    const { path, line, endLine } = report.place(at);
    return { path, line, endLine };
  };
  const data = {
    pages: map.pages.map(({ origin, stage, why }) => ({ origin, stage, why })),
    servers: map.servers.map(({ server, links }) => ({
      ...place(server.at),
      kind: server.kind,
      addresses: server.addresses.map(it => ({ address: addressName(it), stage: it.stage, why: it.why })),
      routes: server.routes.map(({ method, path = null }) => ({ method, path })),
      calls: links.map(it => ({
        ...place(it.request.at),
        call: callName(it.request),
        page: it.page?.origin ?? null,
        route: it.route ? { method: it.route.method, path: it.route.path ?? null } : null,
        because: it.reasons,
        certain: it.certain,
        verdict: verdictOf(it),
      })),
    })),
    unlinked: map.unlinked.map(({ request, why }: Unlinked) => ({
      ...place(request.at),
      call: callName(request),
      why,
    })),
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

function placeOf(at: Span, report: Report): string {
  const { path, line } = report.place(at);
  return `${path}:${line}`;
}

function pageOf({ page }: Link): string {
  return page ? ` from ${page.origin}` : '';
}
