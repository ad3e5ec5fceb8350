import { type Acceptor, both, either, negate, oneOf, type Subject } from '../../server/src/model/acceptor.ts';

export interface Sample {
  readonly name: string;
  readonly acceptor: Acceptor;
  /** Written the way people write such checks. */
  readonly realistic: boolean;
}

export function matches(pattern: RegExp, subject: Subject = 'origin'): Acceptor {
  return { kind: 'matches', subject, source: pattern.source, flags: pattern.flags };
}

export function compares(
  kind: 'equals' | 'starts' | 'ends' | 'contains',
  text: string,
  subject: Subject = 'origin',
): Acceptor {
  return { kind, subject, text };
}

/** Checks seen in repositories, documentation and advisories, and the idioms by which they are passed. */
const fieldPatterns: readonly RegExp[] = [
  /example\.com$/,
  /^https:\/\/example\.com/,
  /^https:\/\/www.example.com$/,
  /^https:\/\/app\.example\.com|localhost$/,
  /https?:\/\/localhost(:\d+)?/,
  /.+netlify\.com/,
  /\.vercel\.app$/,
  /^https:\/\/my-app(-[a-z0-9]+)*\.vercel\.app$/,
  /^https:\/\/(app|admin)\.example\.com$/,
  /^https:\/\/example\.com\/$/,
  /.*/,
  /^https?:\/\//,
  /^https:\/\//,
  /^http/,
  /^https:\/\/api.example.com$/,
  /^https:\/\/([a-z0-9-]+\.)*example\.com$/,
  /^https?:\/\/([^.]+\.)?example\.com(:\d+)?$/,
  /^http:\/\/localhost(:\d+)?$/,
  /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/,
  /^http:\/\/192\.168\.\d+\.\d+(:\d+)?$/,
  /^http:\/\/192\.168\.\d{1,3}\.\d{1,3}:\d{4}$/,
  /^http:\/\/10\.\d+\.\d+\.\d+/,
  /^https:\/\/example\.com[^.]*$/,
  /xxe\.sh([^.\-a-zA-Z0-9]+.*)?$/,
  /^https:\/\/app.example.com$/,
  /^https:\/\/.+\.example.com$/,
  /^https:\/\/.*\.example\.com$/,
  /^https:\/\/.*example\.com$/,
  /^https?:\/\/.*\.?example\.com$/,
  /^(?!.*evil).*\.example\.com$/,
  /^https:\/\/example.co.uk$/,
  /^https?:\/\/\d+\.\d+\.\d+\.\d+(:\d+)?$/,
  /^https:\/\/my-app-[a-z0-9]{9}-team\.vercel\.app$/,
  /^https:\/\/[a-z0-9-]{1,63}\.example\.com$/i,
  /^https:\/\/deploy-preview-\d+--my-site\.netlify\.app$/,
  /\.netlify\.app$/,
  /^https:\/\/[\w-]+\.netlify\.app$/,
  /^https:\/\/[a-z0-9]+\.my-app\.pages\.dev$/,
  /\.pages\.dev$/,
  /\.ngrok(-free)?\.app$/,
  /\.ngrok\.io$/,
  /^https:\/\/.*\.github\.io$/,
  /^https:\/\/user\.github\.io$/,
  /^https:\/\/.*\.herokuapp\.com$/,
  /^https:\/\/my-app.*\.herokuapp\.com$/,
  /^https?:\/\/(www\.)?example\.com$/,
  /^(https?:\/\/)?(www\.)?example\.com$/,
  /^https?:\/\/(?:.+\.)?example\.com(?::\d{1,5})?$/,
  /^https?:\/\/([a-z]+[.])*example[.]com$/,
  /example\.com/,
  /example/,
  /localhost/,
  /^http:\/\/localhost/,
  /^http:\/\/localhost:/,
  /^http:\/\/localhost:3000/,
  /^http:\/\/localhost:\d+/,
  /localhost:\d+$/,
  /^https?:\/\/localhost:(3000|5173)$/,
  /^https?:\/\/(.+\.)?localhost(:\d+)?$/,
  /^chrome-extension:\/\/.*$/,
  /^chrome-extension:\/\/[a-p]{32}$/,
  /^moz-extension:\/\//,
  /^capacitor:\/\/localhost$/,
  /^(capacitor|ionic|https?):\/\/localhost(:\d+)?$/,
  /^vscode-webview:\/\//,
  /null/,
  /^null$/,
  /^(null|https:\/\/example\.com)$/,
  /^https:\/\/example\.com$|^http:\/\/localhost:3000$/,
  /^(https:\/\/example\.com|http:\/\/localhost:3000)$/,
  /^https:\/\/example\.com|http:\/\/localhost:3000$/,
  /(https:\/\/example\.com|http:\/\/localhost:3000)/,
  /^https:\/\/(.*)\.example\.(com|net|org)$/,
  /^https:\/\/example\.(com|net|org)$/,
  /^https:\/\/example\.[a-z]{2,3}$/,
  /^https:\/\/example\..+$/,
  /^https:\/\/(dev|stage|prod)-api\.example\.com$/,
  /^https:\/\/(dev|stage|prod)-api.example.com$/,
  /^https:\/\/[^/]+\.example\.com$/,
  /^https:\/\/[^/]*example\.com$/,
  /^https:\/\/[^.]+\.example\.com$/,
  /^https:\/\/\w+\.example\.com$/,
  /^https:\/\/\S+\.example\.com$/,
  /^https:\/\/[\w.-]+\.example\.com$/,
  /^https:\/\/[\w.-]*example\.com$/,
  /^https:\/\/(\w+\.)?example\.com:?\d*$/,
  /^https:\/\/example\.com:\d+$/,
  /^https:\/\/example\.com:443$/,
  /^HTTPS:\/\/EXAMPLE\.COM$/,
  /^HTTPS:\/\/EXAMPLE\.COM$/i,
  /^https:\/\/Example\.com$/,
  /^https:\/\/example\.com$/g,
  /^https:\/\/example\.com$/m,
  /^https:\/\/example\.com$/u,
  /example\.com$/y,
  /https:\/\/example\.com/y,
  /\bexample\.com$/,
  /\bexample\.com\b/,
  /\/\/example\.com$/,
  /:\/\/example\.com(:\d+)?$/,
  /[./]example\.com$/,
  /(\.|\/)example\.com$/,
  /(^|\.)example\.com$/,
  /(?:^|\/\/|\.)example\.com(?::\d+)?$/,
  /(?<!evil)\.example\.com$/,
  /(?<=\/\/|\.)example\.com$/,
  /^https:\/\/(?!admin\.)[a-z]+\.example\.com$/,
  /^https:\/\/(?=.*\.example\.com$).+$/,
  /^(?=https:).*example\.com$/,
  /^https:\/\/example\.com(?=$|:)/,
  /^https:\/\/example\.com(?!\.)/,
  /^https:\/\/example\.com\b/,
  /^https:\/\/example\.com\b(?!-)/,
  /^https?:\/\/example\.com(\/.*)?$/,
  /^https?:\/\/example\.com(:[0-9]+)?\/?$/,
  /^https:\/\/example\.com\?/,
  /^\*\.example\.com$/,
  /^https:\/\/\*\.example\.com$/,
  /^.*$/,
  /^.+$/,
  /./,
  /[\s\S]*/,
  /^[^\s]+$/,
  /^(http|https):\/\/.*$/,
  /^https?:\/\/[^/]+$/,
  /^https?:\/\/[\w.-]+(:\d+)?$/,
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+$/,
  /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,}$/,
  /\.com$/,
  /\.(com|net)$/,
  /\.co\.uk$/,
  /\.local$/,
  /\.local(:\d+)?$/,
  /\.internal$/,
  /^https?:\/\/.*\.test$/,
  /^http:\/\/172\.(1[6-9]|2[0-9]|3[01])\.\d+\.\d+/,
  /^http:\/\/\[::1\](:\d+)?$/,
  /^https:\/\/a\.b$/,
  /^https:\/\/x.y.z.example.com$/,
  /^https:\/\/example-[0-9]+\.example\.com$/,
  /^https:\/\/pr-\d+\.preview\.example\.com$/,
  /^https:\/\/pr-\d+.preview.example.com$/,
  /^https:\/\/[a-z]{3}\.example\.com$/,
  /^https:\/\/([a-z]|-)+\.example\.com$/,
  /-example\.com$/,
  /-team\.vercel\.app$/,
  /^https:\/\/.*-my-team\.vercel\.app$/,
  /my-app.*\.vercel\.app/,
  /my-app.*vercel\.app$/,
  /^https:\/\/my-app\.vercel\.app/,
  /^https:\/\/my-app.vercel.app$/,
  /^https:\/\/my\.app\.vercel\.app$/,
  /^https:\/\/(.*\.)?my-app\.web\.app$/,
  /^https:\/\/[\w-]+--my-app\.web\.app$/,
  /\.cloudfront\.net$/,
  /\.s3\.amazonaws\.com$/,
  /\.azurewebsites\.net$/,
  /\.run\.app$/,
  /\.codesandbox\.io$/,
  /\.stackblitz\.io$/,
  /\.webcontainer\.io$/,
  /\.gitpod\.io$/,
  /\.app\.github\.dev$/,
  /^https:\/\/example\.com$|/,
  /|example/,
  /^$/,
  /$^/,
  /^https:\/\/example\.com$.+/,
  /(?:)/,
  /[^a-z]example\.com$/,
  /[-.]example\.com$/,
  /^https:\/\/[^x]+\.example\.com$/,
  /^https?:\/\/[^@]+example\.com$/,
  /^https:\/\/example\.com(?:\.evil)?$/,
  /^https:\/\/(?:example\.com|example\.org(?:\.au)?)$/,
  /^https:\/\/e?xample\.com$/,
  /^https:\/\/exa?mple\.com$/,
  /^https:\/\/example\.com?$/,
  /^https:\/\/example\.com*$/,
  /^https:\/\/exampl[e3]\.com$/,
  /^https:\/\/[Ee]xample\.com$/,
  /^ftp:\/\/example\.com$/,
  /^wss?:\/\/example\.com$/,
  /^file:\/\//,
  /^https:\/\/xn--bcher-kva\.example$/,
  /^https:\/\/b(ü|u)cher\.example$/,
  /\d+\.example\.com$/,
  /^https:\/\/\d{1,3}\.example\.com$/,
  /^https?:\/\/(.*)$/,
  /^https?:\/\/(.*)example\.com(.*)$/,
  /^https:\/\/trusted\.example\.com(:\d{2,5})?$/,
  /^https:\/\/trusted\.example\.com.*$/,
  /^https:\/\/trusted\.example\.com[:/]?/,
  /^https:\/\/example\.com[:\d]*$/,
  /^https:\/\/example\.com[^a-z]/,
  /^http:\/\/[^.]*\.example\.com$/,
  /\p{L}+\.example\.com$/u,
  /^https:\/\/[\p{Ll}\d-]+\.example\.com$/u,
];

const domains = [
  'example.com',
  'app.example.com',
  'my-shop.co.uk',
  'acme.io',
  'my-app.vercel.app',
  'localhost',
  'acme.dev',
];

function predicates(): Sample[] {
  const all: Sample[] = [];
  const add = (name: string, acceptor: Acceptor) => all.push({ name, acceptor, realistic: true });
  for (const domain of domains) {
    add(`starts https://${domain}`, compares('starts', `https://${domain}`));
    add(`starts http://${domain}`, compares('starts', `http://${domain}`));
    add(`ends ${domain}`, compares('ends', domain));
    add(`ends .${domain}`, compares('ends', `.${domain}`));
    add(`contains ${domain}`, compares('contains', domain));
    add(`contains ://${domain}`, compares('contains', `://${domain}`));
    add(`equals https://${domain}`, compares('equals', `https://${domain}`));
    add(`equals https://${domain}/`, compares('equals', `https://${domain}/`));
    add(`equals ${domain}`, compares('equals', domain));
    add(`hostname === ${domain}`, compares('equals', domain, 'hostname'));
    add(`hostname ends ${domain}`, compares('ends', domain, 'hostname'));
    add(`hostname ends .${domain}`, compares('ends', `.${domain}`, 'hostname'));
    add(`hostname starts ${domain}`, compares('starts', domain, 'hostname'));
    add(`hostname contains ${domain}`, compares('contains', domain, 'hostname'));
    add(`host === ${domain}:8443`, compares('equals', `${domain}:8443`, 'host'));
    add(`host ends ${domain}`, compares('ends', domain, 'host'));
    const apex = compares('equals', domain, 'hostname');
    const below = compares('ends', `.${domain}`, 'hostname');
    const secure = compares('equals', 'https:', 'protocol');
    add(`https and apex or below ${domain}`, both([secure, either([apex, below])]));
    add(`apex or below ${domain}`, either([apex, below]));
    add(`https and ends ${domain}`, both([compares('starts', 'https://'), compares('ends', domain)]));
    add(
      `starts, not evil ${domain}`,
      both([compares('starts', `https://${domain}`), negate(compares('contains', 'evil'))]),
    );
    add(
      `list with ${domain}`,
      oneOf([{ text: `https://${domain}` }, { text: 'https://www.example.org' }, { text: 'http://localhost:3000' }]),
    );
    add(
      `list or ends ${domain}`,
      either([compares('equals', 'https://a.example.org'), compares('ends', `.${domain}`)]),
    );
    add(`host pattern ${domain}`, matches(new RegExp(`(^|\\.)${domain.replaceAll('.', '\\.')}$`), 'hostname'));
    add(`loose host pattern ${domain}`, matches(new RegExp(`${domain}$`), 'hostname'));
  }
  const classes = '^https:\\/\\/[[a-z]--[xyz]]+\\.example\\.com$';
  add(`/${classes}/v`, { kind: 'matches', subject: 'origin', source: classes, flags: 'v' });
  add('contains .', compares('contains', '.'));
  add('starts https://', compares('starts', 'https://'));
  add('not evil', negate(compares('equals', 'https://evil.com')));
  add('not localhost', negate(compares('contains', 'localhost')));
  add('starts http://192.168.', compares('starts', 'http://192.168.'));
  add('hostname starts 192.168.', compares('starts', '192.168.', 'hostname'));
  add('port 3000', compares('equals', '3000', 'port'));
  add('no port and https', both([compares('equals', '', 'port'), compares('equals', 'https:', 'protocol')]));
  return all;
}

/** A generator of pseudo-random numbers with a fixed seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Patterns put together from the pieces that people use, with the mistakes that people make. */
export function generated(count: number, seed: number): Sample[] {
  const next = random(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const hosts = [
    'example.com',
    'example.co.uk',
    'my-app.vercel.app',
    'acme.io',
    'api.acme.dev',
    'localhost',
    '127.0.0.1',
    'user.github.io',
  ];
  const schemes = [
    'https:\\/\\/',
    'https?:\\/\\/',
    'http:\\/\\/',
    '(https?:\\/\\/)?',
    '',
    '(?:http|https):\\/\\/',
    '\\/\\/',
    '.*:\\/\\/',
  ];
  const subs = [
    '',
    '',
    '',
    'www\\.',
    '(www\\.)?',
    '([a-z0-9-]+\\.)*',
    '([a-z0-9-]+\\.)?',
    '.*\\.',
    '.*',
    '.+\\.',
    '.+',
    '(.+\\.)?',
    '[^.]+\\.',
    '\\w+\\.',
    '[\\w-]+\\.',
    '(app|admin)\\.',
    '(app|admin).',
    'pr-\\d+\\.',
    '[a-z]{2,8}-',
    '(?!evil)[a-z]+\\.',
    '\\.',
    '-',
    '[^/]*',
  ];
  const ends = [
    '',
    '$',
    '$',
    '$',
    '$',
    '(:\\d+)?$',
    '(:\\d+)?',
    ':\\d{4}$',
    '\\/?$',
    '.*$',
    '[^.]*$',
    '(\\/.*)?$',
    '\\b',
    '(?!\\.)',
    '(?:$|:)',
    '.?$',
    '\\/$',
  ];
  const quote = (host: string) => {
    const manner = next();
    return [...host]
      .map(it => (it !== '.' ? it : manner < 0.6 ? '\\.' : manner < 0.8 ? '.' : next() < 0.5 ? '.' : '[.]'))
      .join('');
  };
  const one = (anchored: boolean) =>
    `${anchored ? '^' : ''}${pick(schemes)}${pick(subs)}${quote(pick(hosts))}${pick(ends)}`;
  return Array.from({ length: count }, () => {
    const manner = next();
    const anchored = () => next() < 0.75;
    const source =
      manner < 0.7
        ? one(anchored())
        : manner < 0.8
          ? `${one(anchored())}|${one(anchored())}`
          : manner < 0.9
            ? `^(${one(false)}|${one(false)})$`
            : `^${pick(schemes)}(?:${quote(pick(hosts))}|${pick(subs)}${quote(pick(hosts))})${pick(ends)}`;
    const subject = next() < 0.85 ? 'origin' : pick(['hostname', 'host'] as const);
    const flags = pick(['', '', '', 'i', 'u', 'g']);
    const acceptor: Acceptor = { kind: 'matches', subject, source, flags };
    return { name: `${subject} /${source}/${flags}`, acceptor, realistic: true };
  });
}

/** Everything on which our answers are compared with the oracle's. */
export function corpus(): readonly Sample[] {
  const field = fieldPatterns.map(it => ({ name: String(it), acceptor: matches(it), realistic: true }));
  return [...field, ...predicates(), ...generated(320, 20250101)];
}
