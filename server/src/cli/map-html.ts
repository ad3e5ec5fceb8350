import { addressName, callName, outcomeOf, type SiteMap, verdictOf } from '../analysis/map.ts';
import type { Link } from '../model/link.ts';
import type { Server } from '../model/site.ts';
import type { Span } from '../text/span.ts';
import { plural, type Report } from './report.ts';
import { escaped, htmlPage, prose } from './reporters/htmlPage.ts';

const TONES = { readable: 'hint', refused: 'error', unknown: 'unknown' } as const;

/** Pages by servers, and under them every call with its lines and what browsers make of it. */
export function mapHtml(map: SiteMap, report: Report): string {
  const { servers, unlinked } = map;
  const links = servers.flatMap(it => it.links);
  const number = (outcome: keyof typeof TONES) => links.filter(it => outcomeOf(it) === outcome).length;
  const where = (at: Span) => placeOf(at, report);
  const rows = unlinked.map(it => [call(it.request), where(it.request.at), prose(it.why)]);
  const body = `<header>
<h1>Who calls whom</h1>
<p>${plural(links.length, 'call')} of pages to ${plural(servers.length, 'server')} of the workspace. corslint ${escaped(report.version)}</p>
<ul class="counts"><li class="hint"><b>${number('readable')}</b> readable</li><li class="error"><b>${number('refused')}</b> refused</li><li class="unknown"><b>${number('unknown')}</b> not known</li></ul>
</header>
<main>
<h2>Pages and servers</h2>
${links.length > 0 ? overview(map) : '<p>No call of a page leads to a server of the workspace.</p>'}
${servers.map(it => section(it.server, it.links, where)).join('\n')}
${rows.length > 0 ? `<h2>Calls that lead to no server of the workspace</h2>\n${table(['Call', 'From', 'Why'], rows)}` : ''}
</main>`;
  return htmlPage('Who calls whom', body);
}

/** A row for each page, a column for each server that is called. */
function overview({ pages, servers }: SiteMap): string {
  const called = servers.filter(it => it.links.length > 0);
  const origins = [...new Set([...pages.map(it => it.origin), ...called.flatMap(it => it.links.map(pageOf))])];
  const rows = origins.map(origin => [
    `<code>${escaped(origin)}</code>`,
    ...called.map(({ links }) => cell(links.filter(it => pageOf(it) === origin))),
  ]);
  return table(['Page', ...called.map(it => escaped(titleOf(it.server)))], rows);
}

function cell(links: readonly Link[]): string {
  const outcomes = (['refused', 'unknown', 'readable'] as const).flatMap(outcome => {
    const number = links.filter(it => outcomeOf(it) === outcome).length;
    const words = { readable: 'readable', refused: 'refused', unknown: 'not known' }[outcome];
    return number > 0 ? [`<span class="${TONES[outcome]}"><b class="severity">${number}</b> ${words}</span>`] : [];
  });
  return outcomes.join('<br>') || '–';
}

function section(server: Server, links: readonly Link[], where: (at: Span) => string): string {
  const rows = links.map(it => {
    const verdict = escaped(verdictOf(it));
    const shown = `<span class="${TONES[outcomeOf(it)]}"><span class="severity">${verdict}</span></span>`;
    return [`<code class="whole">${escaped(pageOf(it))}</code>`, call(it.request), where(it.request.at), shown];
  });
  return `<h2>${escaped(titleOf(server))}</h2>
<p>${where(server.at)}</p>
${rows.length > 0 ? table(['Page', 'Call', 'From', 'Browsers'], rows) : '<p>No page of the workspace calls it.</p>'}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map(it => `<th scope="col">${it}</th>`).join('');
  const body = rows.map(cells => `<tr>${cells.map(it => `<td>${it}</td>`).join('')}</tr>`).join('\n');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function titleOf({ name, addresses }: Server): string {
  return [name, ...addresses.map(addressName)].join(', at ');
}

function pageOf({ page }: Link): string {
  return page?.origin ?? 'any page';
}

function call(request: Link['request']): string {
  return `<code>${escaped(callName(request))}</code>`;
}

function placeOf(at: Span, report: Report): string {
  const { path, line } = report.place(at);
  return `<code>${escaped(path)}:${line}</code>`;
}
