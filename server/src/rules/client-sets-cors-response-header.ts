import type { Rule } from './rule.ts';
import { milder } from './severity.ts';

const OF_RESPONSES = /^access-control-(allow|expose|max)-/;

export const clientSetsCorsResponseHeader: Rule = {
  id: 'client-sets-cors-response-header',
  title: 'A page, proxy or request has a header that only a response can carry',
  severity: 'warning',
  severityNote:
    'info in the markup of a page, hint on a request to its own server and in a proxy that sets headers of answers, too',
  profile: 'recommended',
  why: 'The `Access-Control-Allow-*` headers are how a server tells browsers what it permits. Set on a request they permit nothing. Worse, each is a header that no server expects, so the browser sends a preflight first and asks whether it may be sent, and where the server does not list it, a request that worked before is blocked. In a `<meta>` element browsers pass over them: what a page may read is said by the server that answers it.',
  example: {
    language: 'ts',
    bad: "document.title = await fetch('https://api.example.com', { headers: { 'Access-Control-Allow-Origin': '*' } }).then(it => it.text());",
    good: "document.title = await fetch('https://api.example.com').then(it => it.text());",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-responses',
  kind: 'breakage',

  *checkRequest({ headers, url }) {
    const [first, ...more] = headers.filter(it => OF_RESPONSES.test(it.name) && it.entry);
    if (!first?.entry) return;
    const edits = [first, ...more].flatMap(it => (it.entry ? [{ kind: 'drop', at: it.entry } as const] : []));
    const own = url.to === 'page';
    yield {
      at: first.at,
      message: own
        ? `\`${first.name}\` is a header of responses: on a request it does nothing.`
        : `\`${first.name}\` is a header of responses: on a request it only brings about a preflight, which the server has to let pass.`,
      ...(own ? { severity: 'hint' as const } : {}),
      related: more.slice(0, 4).map(it => ({ at: it.at, message: 'This, too.' })),
      fixes: [{ title: edits.length > 1 ? 'Remove the headers' : 'Remove the header', edits, safety: 'safe' }],
    };
  },

  *checkApp({ sentOn = [], inTests }, { policies }) {
    const [first, ...more] = sentOn;
    if (!first) return;
    // Where the answer has one as well, this is only left over.
    const isLeft = policies.some(it => it.at.path === first.at.path && !it.library && it.origins.mode !== 'none');
    yield {
      at: first.at,
      message: `Browsers see nothing of \`${first.name}\`: the proxy writes it on the request that it hands on, not on the answer.`,
      severity: isLeft ? 'hint' : milder('warning', inTests ? 1 : 0),
      related: more.slice(0, 4).map(it => ({ at: it.at, message: 'This, too.' })),
    };
  },

  *checkElement({ name, attributes, lines }) {
    const stands = attributes.get('http-equiv') ?? attributes.get('httpequiv');
    if (name !== 'meta' || !stands?.value || !OF_RESPONSES.test(stands.value.toLowerCase())) return;
    yield {
      at: stands.at,
      message: `\`${stands.value}\` does nothing in a page: browsers look for it on the responses that the page asks for.`,
      severity: 'info',
      elsewhere: true,
      fixes: [{ title: 'Remove the element', edits: [{ kind: 'rewrite', at: lines, source: '' }], safety: 'safe' }],
    };
  },
};
