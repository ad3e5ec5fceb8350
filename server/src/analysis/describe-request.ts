import { type Guard, known } from '../model/policy.ts';
import type { CorsRequest, RequestHeader } from '../model/request.ts';

/** What a request sends and where it goes, in plain English. */
export function describeRequest(request: CorsRequest): readonly string[] {
  const { url, runs, guards, mode } = request;
  const method = known(request.method) ?? '(method not known)';
  const where = url.to === 'page' ? ', which is the page’s own server' : '';
  const under = guards.length > 0 ? `${guards.map(guardInWords).join(', ')}: ` : '';
  const plain = known(mode) === 'no-cors' ? 'It is sent with `no-cors`: the response cannot be read.' : undefined;
  return [
    `${under}\`${method} ${url.text}\`${where}${whyNot(request)}.`,
    ...headersInWords(request),
    credentialsInWords(request),
    ...(plain ? [plain] : []),
    runs.where === 'unknown'
      ? `Where it runs is not known: ${runs.why}.`
      : `It runs ${PLACES[runs.where]}: ${runs.why}.`,
  ];
}

const PLACES = { browser: 'in a browser', server: 'on a server', both: 'in a browser and on a server' };

function whyNot({ url }: CorsRequest): string {
  if (url.to === 'page') return '';
  const unknown = [url.host, url.path].find(it => it.kind === 'dynamic');
  return unknown?.kind === 'dynamic' ? ` (not all of it is known: ${unknown.why})` : '';
}

function headersInWords({ headers, contentType, moreHeaders }: CorsRequest): readonly string[] {
  const type = known(contentType);
  const shown = headers.filter(it => it.name !== 'content-type').map(headerInWords);
  const body =
    contentType.kind === 'dynamic' ? ['`content-type` (not known)'] : type ? [`\`content-type: ${type}\``] : [];
  const all = [...shown, ...body];
  const more = moreHeaders === undefined ? '' : ` There may be more, because ${moreHeaders}.`;
  if (all.length === 0) return more ? [more.trim()] : [];
  return [`Headers: ${all.join(', ')}.${more}`];
}

function headerInWords({ name, value, sometimes }: RequestHeader): string {
  const text = known(value);
  return `\`${text === undefined ? name : `${name}: ${text}`}\`${sometimes ? ' (not always)' : ''}`;
}

function credentialsInWords({ credentials }: CorsRequest): string {
  switch (known(credentials)) {
    case 'include':
      return 'Cookies are sent along.';
    case 'omit':
      return 'No cookies are sent.';
    case 'same-origin':
      return 'Cookies are sent to the page’s own server only.';
    default:
      return 'Whether cookies are sent is not known.';
  }
}

function guardInWords(guard: Guard): string {
  if (guard.kind === 'mode') return `in ${guard.mode.replace('not-', 'other modes than ')}`;
  if (guard.kind === 'condition') return guard.text;
  return guard.state === 'set' || guard.state === 'unset'
    ? `with ${guard.name} ${guard.state}`
    : `with ${guard.name} being ${guard.state}`;
}
