import { isSafelistedMethod, normaliseMethod } from '../fetch/methods.ts';
import { unsafeRequestHeaders } from '../fetch/request-headers.ts';
import type { Link, Unlinked } from '../model/link.ts';
import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import { somePage } from '../rules/remedies.ts';
import type { StatedSite } from '../settings.ts';
import { contains, type Span } from '../text/span.ts';
import { describeRequest } from './describe-request.ts';
import type { FileFacts } from './facts.ts';
import { topologyOf } from './links.ts';
import { verdictOf } from './map.ts';
import { sentFrom } from './refusal.ts';

/** What is known of one call of a page: who answers it, or why that is not known. */
export type Call = Link | Unlinked;

/** The calls of pages that stand at a place, the narrowest alone; several where the environment decides what is sent. */
export function callsAt(at: Span, all: readonly FileFacts[], sites: readonly StatedSite[]): readonly Call[] {
  const here = all
    .filter(it => it.path === at.path)
    .flatMap(it => it.requests.filter(own => contains(own.at, at) && own.runs.where !== 'server' && !own.inTests));
  const size = ({ at: { start, end } }: CorsRequest) => end - start;
  const least = Math.min(...here.map(size));
  const narrowest = new Set(here.filter(it => size(it) === least));
  if (narrowest.size === 0) return [];
  const { links, unlinked } = topologyOf(all, sites);
  return [...links, ...unlinked].filter(it => narrowest.has(it.request));
}

/** Where a call goes, whether browsers ask first, who answers and what they make of it, in plain English. */
export function describeCall(call: Call, link: (text: string, at: Span) => string): readonly string[] {
  const { request } = call;
  const [first = '', ...more] = describeRequest(request);
  const what = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  if (request.url.to === 'page') return [what, ...more, 'CORS is no question there.'];
  return [what, ...more, ...preflight(call), ...answered(call, link)];
}

/** https://fetch.spec.whatwg.org/#http-fetch, step 3: what makes browsers ask first. */
function preflight(call: Call): readonly string[] {
  const { request } = call;
  if ((known(request.mode) ?? 'cors') !== 'cors') return [];
  const sent = sentFrom(originOf(call), request);
  if (!sent) return ['Whether browsers ask first is not known: its method is not.'];
  const names = unsafeRequestHeaders(sent.headers);
  const method = normaliseMethod(sent.method);
  if (isSafelistedMethod(method) && names.length === 0)
    return [
      isAllKnown(request)
        ? 'Browsers send it without asking first.'
        : 'As far as it is known, browsers send it without asking first.',
    ];
  const asked = [
    `access-control-request-method: ${method}`,
    ...(names.length > 0 ? [`access-control-request-headers: ${names.join(',')}`] : []),
  ];
  return [`Browsers ask first, by a preflight with ${asked.map(it => `\`${it}\``).join(' and ')}.`];
}

function isAllKnown({ headers, moreHeaders, contentType }: CorsRequest): boolean {
  return moreHeaders === undefined && contentType.kind !== 'dynamic' && headers.every(it => !it.sometimes);
}

function originOf(call: Call): string {
  if ('page' in call && call.page) return call.page.origin;
  return 'answer' in call && call.answer.kind === 'policy' ? somePage(call.answer.policy) : 'https://app.example.com';
}

function answered(call: Call, link: (text: string, at: Span) => string): readonly string[] {
  if (!('server' in call)) return [`Who answers it is not known: ${call.why}.`];
  const { server, reasons, answer, page } = call;
  const by = answer.kind === 'policy' ? `, with ${link('this policy', answer.policy.at)}` : '';
  const because = reasons.length > 0 ? `, because ${reasons.join(' and ')}` : '';
  const verdict = verdictOf(call).replace(/\.$/, '');
  return [
    `It is answered by ${link(server.name, server.at)}${by}${because}.`,
    `**What browsers make of it${page ? ` on a page of \`${page.origin}\`` : ''}: ${verdict}.**`,
  ];
}
