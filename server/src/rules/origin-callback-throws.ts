import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const originCallbackThrows: Rule = {
  id: 'origin-callback-throws',
  title: 'A refused origin becomes a server error',
  severity: 'warning',
  severityNote: 'info where only requests of other sites end in the error',
  profile: 'recommended',
  why: 'Refusing an origin by an error makes the whole request fail with status 500, while the library’s plain “no” only leaves the CORS headers out and lets the browser do the refusing. Requests that carry no Origin header at all, such as health checks, command-line tools and pages of the server itself, often end in the same error. A callback that is not called at all leaves the request without any answer.',
  example: {
    language: 'ts',
    bad: "const allowed = ['https://app.example.com'];\napp.use(\n  cors({\n    origin(origin, callback) {\n      if (allowed.includes(origin)) callback(null, true);\n      else callback(new Error('Not allowed by CORS'));\n    },\n    credentials: true,\n  }),\n);",
    good: "const allowed = ['https://app.example.com'];\napp.use(\n  cors({\n    origin(origin, callback) {\n      callback(null, allowed.includes(origin));\n    },\n    credentials: true,\n  }),\n);",
  },
  cwe: [755],
  spec: 'https://github.com/expressjs/cors#configuring-cors-w-dynamic-origin',
  kind: 'breakage',

  *check(policy, { profile }) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'callback-throws') continue;
      const { at, how, withoutOrigin, others = [] } = oddity;
      if (!withoutOrigin && profile === 'recommended') continue;
      yield {
        at,
        message: `${withoutOrigin ? 'Every request without an `Origin` header' : 'A request from a site that is not allowed'} ${how === 'silent' ? 'waits for ever: the callback is not called' : 'ends in status 500'}.`,
        severity: breakage(policy, withoutOrigin ? 'warning' : 'info'),
        fixes:
          how === 'dereference' || how === 'either' || how === 'silent'
            ? []
            : [
                {
                  title: 'Refuse without an error',
                  edits: [at, ...others].map(it => ({ kind: 'deny', at: it })),
                  safety: 'safe',
                },
              ],
      };
    }
  },
};
