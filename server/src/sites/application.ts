import { type AppKind, identity, registrations } from '../frameworks/libraries/express/registrations.ts';
import { headOf } from '../frameworks/libraries/express/steps.ts';
import { handlerFacts } from '../frameworks/middleware/handler-facts.ts';
import type { Endpoint } from '../model/app.ts';
import { EVERYWHERE, type PathPattern, within } from '../model/paths.ts';
import type { Server } from '../model/site.ts';
import type { Project } from '../syntax/project.ts';
import type { Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { mayWriteHeaders, partialHeaders } from './harmless.ts';

const MOST_ROUTERS = 100;

/** What an application answers with everything that its routers answer, and what may write headers unseen. */
export function surfaceOf(app: Value, kind: AppKind, project: Project): Pick<Server, 'routes' | 'clouded' | 'partial'> {
  const routes: Endpoint[] = [];
  const clouds: NonNullable<Server['clouded']>[] = [];
  const partial: Span[] = [];
  const seen = new Set<string>();
  const visit = (on: Value, mount: PathPattern, prefix: string) => {
    const source = project.code(on.span.path);
    const key = identity(on);
    if (!source || seen.has(key) || seen.size > MOST_ROUTERS) return;
    seen.add(key);
    for (const it of registrations(source, kind)) {
      if (identity(it.on) !== key) continue;
      const matches = within(mount, it.matches);
      const path = `${prefix}/${it.prefix ?? ''}/${it.path ?? ''}`.replace(/\/+/g, '/');
      if (it.method !== 'use') {
        // A path that is not known is named by no text.
        const named = it.path === undefined ? {} : { path };
        const functions = it.handlers.map(handler => handler.value);
        const facts = handlerFacts(functions, project);
        routes.push({ method: it.method, ...named, matches, at: headOf(it.call), ...facts });
      }
      for (const { value, at } of it.handlers) {
        const router = kind.routerBehind?.(value) ?? value;
        if (kind.isRouter(router)) visit(router, matches, path);
        else {
          const why = mayWriteHeaders(value, project);
          if (why !== undefined) clouds.push({ why, at, matches });
          partial.push(...[partialHeaders(value, project)].filter(it => it !== undefined));
        }
      }
    }
  };
  visit(app, EVERYWHERE, '');
  const [clouded] = clouds;
  const [first] = partial;
  return { routes, ...(clouded ? { clouded } : {}), ...(first ? { partial: first } : {}) };
}
