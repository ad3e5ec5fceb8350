import type { App, Step } from '../model/app.ts';
import { meets } from '../model/paths.ts';
import type { Rule } from './rule.ts';

type Middleware = Extract<Step, { kind: 'middleware' }>;

export const preflightlessJsonEndpoint: Rule = {
  id: 'preflightless-json-endpoint',
  title: 'JSON is taken from requests that need no preflight',
  severity: 'warning',
  profile: 'recommended',
  why: 'A page may send text/plain to any server without asking, and the user’s cookies go along where SameSite lets them. A server that reads JSON from such a body takes orders from every site that its user visits, whatever its CORS policy says: the policy decides who reads the answer, and by then the order is carried out. Read as application/json alone, the same body needs a preflight, which the policy answers.',
  example: {
    language: 'js',
    bad: "const session = require('express-session');\napp.use(session({ secret: process.env.SECRET }));\napp.use(express.json({ type: '*/*' }));\napp.post('/transfers', transfer);",
    good: "const session = require('express-session');\napp.use(session({ secret: process.env.SECRET }));\napp.use(express.json());\napp.post('/transfers', transfer);",
  },
  cwe: [352],
  spec: 'https://fetch.spec.whatwg.org/#cors-safelisted-request-header',
  kind: 'security',

  *checkApp(app) {
    if (app.inTests) return;
    const middlewares = app.steps.filter((it): it is Middleware => it.kind === 'middleware');
    if (middlewares.some(it => it.forgery?.kind === 'check')) return;
    const session = middlewares.find(it => it.forgery?.kind === 'session');
    if (session?.forgery?.kind !== 'session') return;
    for (const step of middlewares) {
      const { forgery } = step;
      const orders = forgery?.kind === 'parser' ? ordersBehind(app, step) : undefined;
      if (forgery?.kind !== 'parser' || !orders) continue;
      yield {
        at: forgery.at,
        message: 'Any site can have a user’s browser post JSON here without a preflight: plain text is read as JSON.',
        related: [
          { at: session.forgery.at, message: 'The cookie of this session goes along.' },
          { at: orders, message: 'This takes what is sent.' },
        ],
        elsewhere: true,
        fixes: [
          {
            title: 'Take application/json alone',
            edits: [{ kind: 'drop', at: forgery.entry }],
            safety: 'review',
          },
        ],
      };
    }
  },
};

/** Paths that other servers post to, with a login of their own. */
const OF_SERVERS = /webhook|hook(s)?\b|callback|beacon|collect|analytics|report/i;

/** A route for `POST` that gets what the parser reads. */
function ordersBehind({ steps }: App, parser: Middleware): Step['at'] | undefined {
  const after = steps.slice(steps.indexOf(parser) + 1);
  const posts = after.flatMap(it => {
    if (it.kind === 'middleware') return it.routes ?? [];
    return it.kind === 'route' ? [{ ...it, path: it.path ?? '' }] : [];
  });
  return posts.find(
    it => it.method === 'POST' && !OF_SERVERS.test(it.path ?? '') && meets(parser.matches, it.matches) === 'yes',
  )?.at;
}
