import { isSafelistedMethod } from '../fetch/methods.ts';
import { isForbiddenRequestHeader, isSafelistedRequestHeader } from '../fetch/request-headers.ts';
import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Rule } from './rule.ts';

export const noCorsMisuse: Rule = {
  id: 'no-cors-misuse',
  title: '`no-cors` hides the response instead of allowing it',
  severity: 'warning',
  profile: 'recommended',
  why: "`mode: 'no-cors'` makes the error in the console go away, and the response with it: the page gets an opaque one, whose status is 0 and whose body and headers are empty whatever the server sent. Methods other than GET, HEAD and POST throw, and headers that need a preflight are dropped without a word, JSON’s `Content-Type` among them. What helps is a policy on the server.",
  example: {
    language: 'ts',
    bad: "document.title = await fetch('https://api.example.com', { mode: 'no-cors' }).then(it => it.text());",
    good: "document.title = await fetch('https://api.example.com').then(it => it.text());",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-filtered-response-opaque',
  kind: 'breakage',

  *checkRequest(request) {
    const { mode, url } = request;
    if (mode.kind !== 'written' || mode.value !== 'no-cors' || url.to !== 'elsewhere') return;
    const what = defect(request);
    if (what === undefined) return;
    yield {
      at: mode.at,
      message: `With \`no-cors\` ${what}.`,
      fixes: mode.entry
        ? [{ title: 'Remove `mode`', edits: [{ kind: 'drop', at: mode.entry }], safety: 'review' }]
        : [],
    };
  },
};

/** What goes wrong, the gravest first; undefined where nobody misses anything. */
function defect({ method, headers, contentType, reads }: CorsRequest): string | undefined {
  const sent = known(method);
  if (sent !== undefined && !isSafelistedMethod(sent))
    return `\`fetch\` throws for \`${sent}\`: only GET, HEAD and POST can be sent`;
  const [header] = reads.headers;
  if (reads.body === 'yes') return 'the page cannot read the response: its body is empty, whatever the server sent';
  if (header) return `the page cannot read the response: \`${header.name}\` is null, whatever the server sent`;
  if (reads.status === 'yes') return 'the page cannot read the response: its status is 0, whatever the server sent';
  const type = known(contentType);
  if (type !== undefined && !isSafelistedRequestHeader({ name: 'content-type', value: type }))
    return `the \`Content-Type\` \`${type}\` is not sent: the server gets plain text`;
  const dropped = headers.find(it => {
    const { name } = it;
    const value = known(it.value) ?? '';
    return (
      name !== 'content-type' &&
      !isSafelistedRequestHeader({ name, value }) &&
      !isForbiddenRequestHeader({ name, value })
    );
  });
  return dropped && !/^(accept|accept-language|content-language|range)$/.test(dropped.name)
    ? `the browser drops \`${dropped.name}\`: the server never gets it`
    : undefined;
}
