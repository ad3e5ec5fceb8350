import { missing, preflightMissing } from './blocked.ts';
import { isForOwnPages, somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage } from './severity.ts';

export const nginxAddHeaderLost: Rule = {
  id: 'nginx-add-header-lost',
  title: 'The CORS headers of the outer block are given up here',
  severity: 'warning',
  severityNote: 'error where it is the answer to the preflight',
  profile: 'recommended',
  why: 'A block of nginx inherits the `add_header` lines of the block around it only if it has none of its own. One line in a `location` or an `if`, whatever its header, and none of the outer ones is sent there any more: the page gets a response without Access-Control-Allow-Origin, though the configuration seems to send it everywhere.',
  example: {
    language: 'nginx',
    bad: 'server {\n  add_header Access-Control-Allow-Origin https://app.example.com always;\n  location /files/ {\n    add_header Cache-Control no-store;\n  }\n}',
    good: 'server {\n  add_header Access-Control-Allow-Origin https://app.example.com always;\n  location /files/ {\n    add_header Access-Control-Allow-Origin https://app.example.com always;\n    add_header Cache-Control no-store;\n  }\n}',
  },
  cwe: [],
  spec: 'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
  kind: 'breakage',

  *check(policy) {
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'headers-given-up' || isForOwnPages(policy)) continue;
      const { at, first, preflight, rewrite } = oddity;
      yield {
        at,
        message: preflight
          ? `Browsers block what needs a preflight: this line makes ${oddity.server} give up the \`Access-Control-Allow-Origin\` of the outer block.`
          : `Browsers block responses from here: this line makes ${oddity.server} give up the \`Access-Control-Allow-Origin\` of the outer block.`,
        severity: breakage(policy, preflight ? 'error' : 'warning'),
        related: [{ at: first, message: 'It is set here, and inherited by blocks without `add_header`.' }],
        witness: preflight
          ? preflightMissing(somePage(policy), 'PUT')
          : missing(somePage(policy), { method: servedMethod(policy) }),
        fixes: rewrite
          ? [
              {
                title: 'Set CORS headers in this block, too',
                edits: [{ kind: 'rewrite', ...rewrite }],
                safety: 'review',
              },
            ]
          : [],
      };
    }
  },
};
