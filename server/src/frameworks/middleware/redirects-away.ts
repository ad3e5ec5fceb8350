import type { Endpoint } from '../../model/app.ts';
import type { Project } from '../../syntax/project.ts';
import type { Value } from '../../syntax/value.ts';

/** A redirect to an address with a host of its own: `res.redirect('https://login.example.com/…')`, with its status before it or not. */
const AWAY =
  /\b(?:res|response|reply|ctx|context|c)\.redirect\(\s*(?:30[12378]\s*,\s*)?(['"`])(https?:\/\/[\w.-]+(?::\d+)?)(?=[/?#'"`])/gi;

/** The origins to which functions send the browser on. */
export function redirectsAway(functions: readonly Value[], project: Project): Pick<Endpoint, 'sendsTo'> {
  const found = functions.flatMap(it => {
    if (it.kind !== 'function') return [];
    const { path, start, end } = it.span;
    const text = project.host.read(path)?.slice(start, end) ?? '';
    return [...text.matchAll(AWAY)].flatMap(own => {
      const at = { path, start: start + own.index, end: start + own.index + own[0].length };
      const [, , to = ''] = own;
      return URL.canParse(to) ? [{ origin: new URL(to).origin, at }] : [];
    });
  });
  return found.length > 0 ? { sendsTo: found } : {};
}
