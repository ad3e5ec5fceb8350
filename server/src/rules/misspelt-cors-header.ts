import type { Rule } from './rule.ts';
import { milder } from './severity.ts';

export const misspeltCorsHeader: Rule = {
  id: 'misspelt-cors-header',
  title: 'Nobody knows a header of this name',
  severity: 'warning',
  profile: 'recommended',
  why: 'Browsers look for the exact names of the CORS headers, in upper or lower case, and pass over all others in silence. A letter that is missing or one too many is as good as no header: the console then says that the header is missing, while the server seems to send it.',
  example: {
    language: 'js',
    bad: "res.setHeader('Access-Control-Allowed-Origin', 'https://app.example.com');",
    good: "res.setHeader('Access-Control-Allow-Origin', 'https://app.example.com');",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-responses',
  kind: 'breakage',

  *checkApp({ misspelt = [], inTests }) {
    for (const { name, nearest, at } of misspelt)
      yield {
        at,
        message: `Browsers pass over \`${name}\`: ${nearest === undefined ? 'there is no header of this name' : `the header is called \`${nearest}\``}.`,
        severity: milder('warning', inTests ? 1 : 0),
        fixes: (nearest === undefined ? [] : [nearest]).map(nearest => ({
          title: `Write \`${nearest}\``,
          edits: [{ kind: 'rewrite', at, source: name === name.toLowerCase() ? nearest.toLowerCase() : nearest }],
          safety: 'review',
        })),
      };
  },
};
