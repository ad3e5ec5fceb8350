import type { Endpoint } from '../../model/app.ts';
import type { Project } from '../../syntax/project.ts';
import type { Value } from '../../syntax/value.ts';
import { cookiesIn } from './cookies.ts';
import { headersRead } from './header-reads.ts';
import { redirectsAway } from './redirects-away.ts';

/** What the functions of a route say themselves of requests and answers. */
export function handlerFacts(
  functions: readonly Value[],
  project: Project,
): Pick<Endpoint, 'asks' | 'cookies' | 'sendsTo'> {
  return {
    ...headersRead(functions, project),
    ...cookiesIn(functions, project),
    ...redirectsAway(functions, project),
  };
}
