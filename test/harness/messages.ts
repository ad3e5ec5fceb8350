import { inWords, RULES_FOR } from '../../server/src/analysis/explain.ts';
import type { Engine, Failure } from '../../server/src/fetch/failure.ts';
import { messageOf, type Refusal } from '../../server/src/fetch/messages.ts';
import { type Cause, readBrowserError } from '../../server/src/fetch/pasted.ts';
import { ruleOf } from '../../server/src/rules/index.ts';

/** A message as it is shown on a page, and where it is printed. */
export interface Shown {
  readonly by: string;
  readonly text: string;
}

/** A page about all messages that say the same. */
export interface MessagePage {
  readonly name: string;
  readonly title: string;
  /** As `readBrowserError` reads them, the one that the page explains first. */
  readonly causes: readonly Cause[];
  readonly shown: readonly Shown[];
}

const PAGE = 'https://shop.example.com';
const API = 'https://api.example.com/items';
const ENGINES: readonly (readonly [Exclude<Engine, 'spec'>, string])[] = [
  ['chromium', 'Chrome, Edge'],
  ['firefox', 'Firefox'],
  ['webkit', 'Safari'],
];

/** In whole lines, as consoles print them around the reason. */
const AROUND: Readonly<Record<Exclude<Engine, 'spec'>, (reason: string) => string>> = {
  chromium: it => `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: ${it}`,
  firefox: it =>
    `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${API}. ${it}`,
  webkit: it => it,
};

function printed(failure: Failure, on: Refusal['on'], status = 200): readonly Shown[] {
  return ENGINES.map(([engine, by]) => ({
    by,
    text: AROUND[engine](messageOf({ failure, on, origin: PAGE, status }, engine)),
  }));
}

export const MESSAGES: readonly MessagePage[] = [
  {
    name: 'no-allow-origin',
    title: "No 'Access-Control-Allow-Origin' header is present on the requested resource",
    causes: ['missing-origin', 'no-origin'],
    shown: [
      ...printed({ kind: 'missing-origin' }, 'response'),
      ...printed({ kind: 'missing-origin' }, 'preflight').slice(0, 1),
    ],
  },
  {
    name: 'other-origin',
    title: "The 'Access-Control-Allow-Origin' header has a value that is not equal to the supplied origin",
    causes: ['other-origin', 'no-origin'],
    shown: printed({ kind: 'other-origin', value: 'https://www.example.com' }, 'response'),
  },
  {
    name: 'several-origins',
    title: "The 'Access-Control-Allow-Origin' header contains multiple values, but only one is allowed",
    causes: ['several-origins'],
    shown: printed({ kind: 'several-origins', value: `${PAGE}, *`, lines: 2 }, 'response'),
  },
  {
    name: 'invalid-origin',
    title: "The 'Access-Control-Allow-Origin' header contains an invalid value",
    causes: ['invalid-origin', 'other-origin', 'no-origin'],
    shown: printed({ kind: 'invalid-origin', value: 'shop.example.com' }, 'response'),
  },
  {
    name: 'wildcard-with-cookies',
    title:
      "The value of 'Access-Control-Allow-Origin' must not be the wildcard '*' when the credentials mode is 'include'",
    causes: ['wildcard'],
    shown: printed({ kind: 'wildcard' }, 'response'),
  },
  {
    name: 'credentials',
    title: "The value of the 'Access-Control-Allow-Credentials' header must be 'true'",
    causes: ['credentials'],
    shown: printed({ kind: 'credentials', value: '' }, 'response'),
  },
  {
    name: 'preflight-status',
    title: 'The preflight does not have HTTP ok status',
    causes: ['status'],
    shown: printed({ kind: 'status', status: 401 }, 'preflight', 401),
  },
  {
    name: 'preflight-redirect',
    title: 'Redirect is not allowed for a preflight request',
    causes: ['redirect', 'status'],
    shown: printed({ kind: 'redirect', status: 301 }, 'preflight', 301),
  },
  {
    name: 'method',
    title: 'Method is not allowed by Access-Control-Allow-Methods in preflight response',
    causes: ['method'],
    shown: printed({ kind: 'method', method: 'DELETE' }, 'preflight'),
  },
  {
    name: 'header',
    title: 'Request header field is not allowed by Access-Control-Allow-Headers in preflight response',
    causes: ['header'],
    shown: printed({ kind: 'header', name: 'authorization', listed: true }, 'preflight'),
  },
  {
    name: 'unreadable-list',
    title: 'Cannot parse Access-Control-Allow-Methods or Access-Control-Allow-Headers',
    causes: ['unreadable-list'],
    shown: printed({ kind: 'unreadable-list', of: 'methods', value: 'GET POST' }, 'preflight'),
  },
  {
    name: 'failed-to-fetch',
    title: 'Failed to fetch, NetworkError, Load failed, Network Error',
    causes: ['silent'],
    shown: [
      { by: '`fetch` in Chrome, Edge', text: 'TypeError: Failed to fetch' },
      { by: '`fetch` in Firefox', text: 'TypeError: NetworkError when attempting to fetch resource.' },
      { by: '`fetch` in Safari', text: 'TypeError: Load failed' },
      { by: 'axios', text: 'AxiosError: Network Error' },
      { by: 'Angular', text: `Http failure response for ${API}: 0 Unknown Error` },
    ],
  },
  {
    name: 'no-answer',
    title: 'net::ERR_CONNECTION_REFUSED, CORS request did not succeed',
    causes: ['not-cors'],
    shown: [
      { by: 'Chrome, Edge', text: `GET ${API} net::ERR_CONNECTION_REFUSED` },
      { by: 'Firefox', text: AROUND.firefox('(Reason: CORS request did not succeed). Status code: (null).') },
    ],
  },
  {
    name: 'not-http',
    title: 'Cross origin requests are only supported for protocol schemes, CORS request not http',
    causes: ['scheme'],
    shown: [
      {
        by: 'Chrome, Edge',
        text: "Access to fetch at 'file:///items.json' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: http, https.",
      },
      { by: 'Firefox', text: AROUND.firefox('(Reason: CORS request not http).') },
    ],
  },
];

/** The pages by their paths. */
export function messagePages(): ReadonlyMap<string, string> {
  const pages = new Map(MESSAGES.map(it => [`docs/messages/${it.name}.md`, page(it)]));
  return pages.set('docs/messages/README.md', index());
}

function page({ title, shown, causes: [cause] }: MessagePage): string {
  const [first] = shown;
  const error = readBrowserError(first?.text ?? '');
  const rules = (cause && RULES_FOR[cause]) ?? [];
  return `${[
    '<!-- Generated by scripts/docs.mjs; change test/harness/messages.ts and server/src/analysis/explain.ts instead. -->',
    `# ${title}`,
    ...shown.map(it => `${it.by}:\n\n\`\`\`text\n${it.text}\n\`\`\``),
    '## What it means',
    ...(error ? inWords(error) : []),
    ...(rules.length > 0
      ? [
          '## Which line it is',
          'Paste the message, and the lines of your workspace that cause it are listed, the likeliest first, with what to change:',
          '```sh\nnpx corslint explain -\n```',
          'In the editor it is *CORS Lint: Explain a Browser Error…*. It is one of these:',
          rules.map(it => `- [\`${it}\`](../rules/${it}.md): ${ruleOf(it)?.title}`).join('\n'),
        ]
      : []),
  ].join('\n\n')}\n`;
}

function index(): string {
  const rows = MESSAGES.map(it => `- [${it.title}](${it.name}.md)`);
  return `<!-- Generated by scripts/docs.mjs. -->\n\n# What browsers say\n\nEach page is about one message, as each browser prints it. The request was sent by your page; what is missing, the *server* has to send, so that is where the line stands that is to be changed.\n\n${rows.join('\n')}\n`;
}
