import type { Failure } from './failure.ts';

/** What a browser's console says, as people paste it. */
export interface BrowserError {
  readonly by: 'chromium' | 'firefox' | 'webkit' | 'script';
  readonly cause: Cause;
  /** Whether it was the preflight that failed, where the text tells. */
  readonly on?: 'preflight' | 'response';
  readonly url?: string;
  readonly origin?: string;
  readonly method?: string;
  /** The request header that is not allowed, lower case. */
  readonly header?: string;
  /** What the header has in place of what it should. */
  readonly value?: string;
  readonly status?: number;
}

/**
 * `Failure` as the browsers tell it, and what they tell beside it: `not-cors` is a network failure, `silent` the error that scripts
 * see, which says nothing, `scheme` an address that is not http, `local-network` a permission that users give.
 */
export type Cause = Failure['kind'] | 'not-cors' | 'silent' | 'scheme' | 'mode' | 'local-network' | 'no-origin';

/** A stable piece of a message, and what it means; the first group is a name or a value. */
interface Wording {
  readonly text: RegExp;
  readonly by: BrowserError['by'];
  readonly cause: Cause;
  readonly group?: 'method' | 'header' | 'value' | 'status' | 'origin';
  readonly on?: 'preflight' | 'response';
}

/** Wording of one engine. */
function of(by: BrowserError['by']) {
  return (text: RegExp, cause: Cause, more: Pick<Wording, 'group' | 'on'> = {}): Wording => ({
    text,
    by,
    cause,
    ...more,
  });
}

const [chromium, firefox, webkit, script] = [of('chromium'), of('firefox'), of('webkit'), of('script')];
const PREFLIGHT = { on: 'preflight' } as const;

/** The sources are those of messages.ts; older wordings of Chromium stand behind the present ones. */
const WORDINGS: readonly Wording[] = [
  chromium(/must not be the wildcard '\*' when the request's credentials mode is 'include'/, 'wildcard'),
  chromium(/A wildcard '\*' cannot be used in the 'Access-Control-Allow-Origin' header/, 'wildcard'),
  chromium(/'Access-Control-Allow-Origin' header contains multiple values '([^']*)'/, 'several-origins', {
    group: 'value',
  }),
  chromium(/'Access-Control-Allow-Origin' header contains the invalid value '([^']*)'/, 'invalid-origin', {
    group: 'value',
  }),
  chromium(
    /'Access-Control-Allow-Origin' header has a value '([^']*)' that is not equal to the supplied origin/,
    'other-origin',
    {
      group: 'value',
    },
  ),
  chromium(
    /'Access-Control-Allow-Credentials' header in the response is '([^']*)' which must be 'true'/,
    'credentials',
    {
      group: 'value',
    },
  ),
  chromium(/No 'Access-Control-Allow-Origin' header is present/, 'missing-origin'),
  chromium(/It does not have HTTP ok status/, 'status', PREFLIGHT),
  chromium(/Redirect is not allowed for a preflight request/, 'redirect', PREFLIGHT),
  chromium(/Cannot parse Access-Control-Allow-(?:Methods|Headers) response header field/, 'unreadable-list', PREFLIGHT),
  chromium(/Method (\S+) is not allowed by Access-Control-Allow-Methods in preflight response/, 'method', {
    group: 'method',
    ...PREFLIGHT,
  }),
  chromium(
    /Request header field (\S+) is not allowed by Access-Control-Allow-Headers in preflight response/,
    'header',
    {
      group: 'header',
      ...PREFLIGHT,
    },
  ),
  chromium(/Cross origin requests are only supported for protocol schemes/, 'scheme'),
  chromium(/Cross origin requests are not allowed by request mode/, 'mode'),
  chromium(/(?:target IP address space|more-private address space|address space\.)/, 'local-network'),
  firefox(/Credential is not supported if the CORS header .Access-Control-Allow-Origin. is .\*/, 'wildcard'),
  firefox(/Multiple CORS header .Access-Control-Allow-Origin. not allowed/, 'several-origins'),
  firefox(/CORS header .Access-Control-Allow-Origin. does not match .([^’')]*)/, 'other-origin', { group: 'value' }),
  firefox(/CORS header .Access-Control-Allow-Origin. missing/, 'missing-origin'),
  firefox(/expected .true. in CORS header .Access-Control-Allow-Credentials/, 'credentials'),
  firefox(/CORS preflight (?:response|channel) did not succeed/, 'status', PREFLIGHT),
  firefox(/CORS request external redirect not allowed/, 'redirect'),
  firefox(/invalid token .([^’']*). in CORS header .Access-Control-Allow-(?:Methods|Headers)/, 'unreadable-list', {
    group: 'value',
    ...PREFLIGHT,
  }),
  firefox(/Did not find method in CORS header .Access-Control-Allow-Methods/, 'method', PREFLIGHT),
  firefox(/header .([\w-]+). is not allowed according to header .Access-Control-Allow-Headers/, 'header', {
    group: 'header',
    ...PREFLIGHT,
  }),
  firefox(/missing token .([\w-]+). in CORS header .Access-Control-Allow-Headers/, 'header', {
    group: 'header',
    ...PREFLIGHT,
  }),
  firefox(/CORS request did not succeed/, 'not-cors'),
  firefox(/CORS request not http/, 'scheme'),
  webkit(/Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true/, 'wildcard'),
  webkit(/Access-Control-Allow-Origin cannot contain more than one origin/, 'several-origins'),
  webkit(/Credentials flag is true, but Access-Control-Allow-Credentials is not/, 'credentials'),
  webkit(/Preflight response is not successful/, 'status', PREFLIGHT),
  webkit(/Request header field (\S+) is not allowed by Access-Control-Allow-Headers/, 'header', {
    group: 'header',
    ...PREFLIGHT,
  }),
  webkit(/Method (\S+) is not allowed by Access-Control-Allow-Methods/, 'method', { group: 'method', ...PREFLIGHT }),
  webkit(/Header Access-Control-Allow-(?:Methods|Headers) has an invalid value: (.*)/, 'unreadable-list', {
    group: 'value',
    ...PREFLIGHT,
  }),
  // Missing and other origins are one to it.
  webkit(/Origin (\S+) is not allowed by Access-Control-Allow-Origin/, 'no-origin', { group: 'origin' }),
  script(
    /net::ERR_(?:CONNECTION_REFUSED|NAME_NOT_RESOLVED|CERT_\w+|SSL_\w+|CONNECTION_RESET|INTERNET_DISCONNECTED|TIMED_OUT)/,
    'not-cors',
  ),
  script(
    /Failed to fetch|NetworkError when attempting to fetch|Load failed|AxiosError: Network Error|\bNetwork Error\b|Http failure response for .*: 0 Unknown Error|due to access control checks/,
    'silent',
  ),
];

/** Reads a browser's message; undefined where it is none about another origin. */
export function readBrowserError(text: string): BrowserError | undefined {
  const plain = text.replace(/\s+/g, ' ');
  for (const { text: pattern, by, cause, group, on } of WORDINGS) {
    const found = pattern.exec(plain);
    if (!found) continue;
    const value = found[1] ?? '';
    const own =
      group === undefined
        ? {}
        : group === 'status'
          ? { status: Number(value) }
          : { [group]: group === 'header' ? value.toLowerCase() : value };
    const asked = /Response to preflight request doesn't pass/.test(plain) ? ('preflight' as const) : on;
    return { by, cause, ...(asked ? { on: asked } : {}), ...around(plain), ...own };
  }
  return undefined;
}

/** What stands around the message itself: who asked for what, and the status. */
function around(text: string): Pick<BrowserError, 'url' | 'origin' | 'status'> {
  const origin = /from origin '([^']+)'/.exec(text)?.[1] ?? /\bOrigin (\S+) is not allowed/.exec(text)?.[1];
  const url =
    /Access to .*? at '([^']+)'/.exec(text)?.[1] ??
    /remote resource at (\S+?)\.? \(Reason/.exec(text)?.[1] ??
    /cannot load (\S+?)\.? due to access control/.exec(text)?.[1] ??
    /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (https?:\/\/\S+)/.exec(text)?.[1];
  const status = /Status code: (\d{3})/i.exec(text)?.[1] ?? /net::ERR_FAILED (\d{3})/.exec(text)?.[1];
  return {
    ...(url === undefined ? {} : { url }),
    ...(origin === undefined ? {} : { origin }),
    ...(status === undefined ? {} : { status: Number(status) }),
  };
}
