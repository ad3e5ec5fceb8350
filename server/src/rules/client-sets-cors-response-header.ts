import type { Rule } from './rule.ts';

const OF_RESPONSES = /^access-control-(allow|expose|max)-/;

export const clientSetsCorsResponseHeader: Rule = {
  id: 'client-sets-cors-response-header',
  title: 'A request sends a header that only a response can carry',
  severity: 'warning',
  profile: 'recommended',
  why: 'The `Access-Control-Allow-*` headers are how a server tells browsers what it permits. Set on a request they permit nothing. Worse, each is a header that no server expects, so the browser sends a preflight first and asks whether it may be sent, and where the server does not list it, a request that worked before is blocked.',
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
};
