import { random } from '../harness/fixtures.ts';
import type { Case, Hop, Told } from './case.ts';
import type { Sites } from './stage.ts';
import { HEADERS, METHODS, NULL_METHODS } from './words.ts';

type Lines = Told['lines'];

/** Choices drawn from one seed. */
class Dice {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = random(seed);
  }
  chance(of: number): boolean {
    return this.#next() < of;
  }
  upTo(count: number): number {
    return Math.floor(this.#next() * count);
  }
  pick<T>(of: readonly T[]): T {
    return of[this.upTo(of.length)] as T;
  }
}

/** Case `index` of a seed: by itself, so that one alone can be played again. */
export function generate(seed: number, index: number, sites: Sites): Case {
  const dice = new Dice(seed * 1_000_003 + index);
  const by = dice.chance(0.8) ? 'fetch' : dice.chance(0.85) ? 'xhr' : dice.chance(0.8) ? 'events' : 'beacon';
  const from = dice.chance(0.92) ? 'page' : 'sandbox';
  const base = { id: index, by, from, mode: 'cors', redirect: 'follow', headers: [] } as const;
  const credentials = dice.pick(['include', 'omit', 'same-origin'] as const);
  switch (by) {
    case 'fetch': {
      const mode = dice.chance(0.9) ? 'cors' : dice.pick(['no-cors', 'same-origin'] as const);
      const redirect = dice.chance(0.9) ? 'follow' : dice.pick(['error', 'manual'] as const);
      return answered({ ...base, mode, credentials, redirect, ...sent(dice, from, index) }, sites, dice);
    }
    case 'xhr': {
      const listens = dice.chance(0.15) ? { listens: true } : {};
      return answered(
        {
          ...base,
          credentials: credentials === 'include' ? 'include' : 'same-origin',
          ...sent(dice, from, index),
          ...listens,
        },
        sites,
        dice,
      );
    }
    case 'events':
      return answered(
        { ...base, method: 'GET', credentials: credentials === 'include' ? 'include' : 'same-origin' },
        sites,
        dice,
      );
    case 'beacon': {
      const type = dice.pick(['text/plain;charset=UTF-8', 'application/json', undefined] as const);
      return answered({ ...base, method: 'POST', credentials: 'include', body: { type } }, sites, dice);
    }
  }
}

/** Cases before this one are played while the browser is still starting. */
const SETTLED = 200;

function sent(dice: Dice, from: Case['from'], index: number): Pick<Case, 'method' | 'headers' | 'body' | 'twice'> {
  const method = dice.chance(0.55) ? dice.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) : dice.pick(METHODS);
  const count = dice.pick([0, 0, 1, 1, 2, 3]);
  const headers: (readonly [string, string])[] = [];
  for (let i = 0; i < count; i++) headers.push(dice.pick(HEADERS));
  // Several lines of one name are put together before they are looked at, which has cases of its own.
  const once = headers.filter(([name], i) => headers.findIndex(it => it[0].toLowerCase() === name.toLowerCase()) === i);
  const bare = ['GET', 'HEAD'].includes(method.toUpperCase());
  const type = dice.pick(['text/plain;charset=UTF-8', 'application/json', undefined] as const);
  return {
    method,
    headers: once,
    ...(bare || dice.chance(0.5) ? {} : { body: { type } }),
    // Nothing is kept for a page that has no origin; and a browser that has just been started may take longer than the five
    // seconds for which an answer is kept.
    ...(dice.chance(0.06) && from === 'page' && index >= SETTLED ? { twice: true } : {}),
  };
}

function answered(it: Omit<Case, 'hops'>, sites: Sites, dice: Dice): Case {
  const start = dice.chance(0.9) ? dice.pick([sites.other, sites.other, sites.far]) : sites.page;
  const redirects = it.by === 'beacon' || it.twice || dice.chance(0.8) ? 0 : dice.pick([1, 1, 1, 2]);
  const origins = [start];
  for (let i = 0; i < redirects; i++) origins.push(dice.pick([sites.other, sites.far, sites.page]));
  const page = it.from === 'sandbox' ? 'null' : sites.page;
  const hops = origins.map((origin, hop): Hop => {
    const next = origins[hop + 1];
    return hopOf(it, { origin, page, next, hop, sites }, dice);
  });
  return { ...it, hops };
}

interface Place {
  readonly origin: string;
  /** The origin that the page's requests carry. */
  readonly page: string;
  readonly next: string | undefined;
  readonly hop: number;
  readonly sites: Sites;
}

function hopOf(it: Omit<Case, 'hops'>, place: Place, dice: Dice): Hop {
  const { next, hop } = place;
  // Tame answers, so that more than a few requests get through to the end.
  const tame = dice.chance(next ? 0.8 : 0.4);
  const [right, wrong] = [rightLines(place, it, dice), (): Lines => access(place, it, dice)];
  const cors = tame ? right : wrong();
  const again = tame || dice.chance(0.75) ? cors : wrong();
  const asked = tame || dice.chance(0.7) ? dice.pick([200, 204]) : dice.pick(PREFLIGHT_STATUSES);
  const location: Lines = next ? [['Location', `${next}/c/${it.id}/${hop + 1}`]] : [];
  const preflight = [
    ...cors,
    ...(tame ? rightLists(it) : lists(it, dice)),
    ...maxAge(it, dice),
    ...(asked > 300 && asked < 309 ? ([['Location', `${place.origin}/c/${it.id}/${hop}`]] as const) : []),
  ];
  const status = next ? dice.pick([301, 302, 303, 307, 308]) : dice.pick(it.by === 'events' ? [200] : STATUSES);
  const type = it.by === 'events' ? 'text/event-stream' : dice.pick(['text/plain', 'application/json']);
  return {
    origin: place.origin,
    preflight: { status: asked, lines: preflight },
    actual: {
      status,
      lines: [
        ...again,
        ...exposed(dice),
        ...location,
        ['Content-Type', type],
        ['Cache-Control', 'no-store'],
        ['X-One', '1'],
        ['X-Two', '2'],
        ['ETag', '"e"'],
      ],
    },
  };
}

const PREFLIGHT_STATUSES = [200, 201, 204, 299, 301, 302, 307, 308, 400, 401, 403, 404, 405, 500, 503];
const STATUSES = [200, 200, 200, 200, 201, 204, 400, 401, 403, 404, 500, 503];

const ORIGIN = 'Access-Control-Allow-Origin';
const CREDENTIALS = 'Access-Control-Allow-Credentials';

/** What lets the request through, one way or the other. */
function rightLines({ page, hop }: Place, { credentials }: Omit<Case, 'hops'>, dice: Dice): Lines {
  // After a redirect elsewhere the origin is `null`; that is not worked out here.
  const origin = hop === 0 ? page : dice.pick([page, 'null', 'null']);
  if (credentials === 'include')
    return [
      [ORIGIN, origin],
      [CREDENTIALS, 'true'],
    ];
  return [[ORIGIN, dice.chance(0.4) ? '*' : origin]];
}

function access(place: Place, it: Omit<Case, 'hops'>, dice: Dice): Lines {
  const { page, sites } = place;
  if (dice.chance(0.3)) return rightLines(place, it, dice);
  const values: readonly (readonly string[])[] = [
    ...[[page], [page], [page], ['*'], ['*'], ['*'], [], []],
    ...[
      [sites.other],
      ['null'],
      ['null'],
      [''],
      ['a.example'],
      ['true'],
      ['http://*'],
      ['https://a.example'],
      ['none'],
    ],
    ...[
      [`${page}/`],
      [page.toUpperCase()],
      [page.replace(/:\d+$/, '')],
      [page.replace('http', 'https')],
      [`"${page}"`],
    ],
    ...[
      [`${page}, ${sites.other}`],
      [`${page} ${sites.other}`],
      [`${page},${page}`],
      ['*, *'],
      [`*, ${page}`],
      [`${page};`],
    ],
    ...[[page, sites.other], [page, page], ['*', '*'], ['*', page], ['', page], [` ${page} `], [`\t*`]],
  ];
  const origin = dice.pick(values).map(value => [ORIGIN, value] as const);
  const allowed: readonly (readonly string[])[] = [
    ...[['true'], ['true'], ['true'], [], [], ['True'], ['TRUE'], ['false'], ['1'], ['']],
    ...[['true', 'true'], ['true, true'], [' true '], ['"true"'], ['true,'], ['yes']],
  ];
  return [...origin, ...dice.pick(allowed).map(value => [CREDENTIALS, value] as const)];
}

const METHODS_LIST = 'Access-Control-Allow-Methods';
const HEADERS_LIST = 'Access-Control-Allow-Headers';

function namesOf({ headers, body }: Omit<Case, 'hops'>): readonly string[] {
  const own = headers.map(it => it[0]);
  return body?.type === 'application/json' && !own.some(it => it.toLowerCase() === 'content-type')
    ? [...own, 'Content-Type']
    : own;
}

function rightLists(it: Omit<Case, 'hops'>): Lines {
  const { method } = it;
  const normal = NULL_METHODS.includes(method.toUpperCase()) ? method.toUpperCase() : method;
  const names = namesOf(it);
  return [[METHODS_LIST, `GET, ${normal}`], ...(names.length > 0 ? [[HEADERS_LIST, names.join(', ')] as const] : [])];
}

function lists(it: Omit<Case, 'hops'>, dice: Dice): Lines {
  const { method } = it;
  const names = namesOf(it);
  const all = names.join(', ');
  const methods: readonly (readonly string[])[] = [
    ...[
      [method.toUpperCase()],
      [method],
      [`GET,${method.toUpperCase()}`],
      [`GET, POST, PUT, DELETE, PATCH`],
      ['*'],
      ['*'],
      [],
    ],
    ...[
      [method.toLowerCase()],
      ['GET'],
      ['GET,*'],
      [''],
      [','],
      [`, ${method},,`],
      ['GET PUT'],
      [`"${method}"`],
      [`GET;${method}`],
    ],
    ...[
      ['GET', method.toUpperCase()],
      [`\t${method}\t,GET`],
      ['@'],
      [`GET/${method}`],
      ['* *'],
      ['GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD'],
    ],
  ];
  const headers: readonly (readonly string[])[] = [
    ...[[all], [all], [all.toUpperCase()], [all.toLowerCase()], names, ['*'], ['*'], [], [names.slice(1).join(',')]],
    ...[
      ['*, Authorization'],
      ['authorization'],
      ['X-Other'],
      [''],
      [`${names.join(' ')}`],
      [`,${all},`],
      ['x a'],
      [`"${all}"`],
    ],
    ...[
      ['*', ...names],
      ['@'],
      [`${all}, x:y`],
      [`Content-Type, ${all}`],
      [names.join(';')],
      [`*,${all}`],
      [`${all}, x(y)`],
    ],
  ];
  return [
    ...dice.pick(methods).map(value => [METHODS_LIST, value] as const),
    ...dice.pick(headers).map(value => [HEADERS_LIST, value] as const),
  ];
}

const AGES = [[], ['0'], ['600'], ['-1'], ['abc'], ['10m'], ['600, 600'], ['1.5']];

function maxAge(it: Omit<Case, 'hops'>, dice: Dice): Lines {
  return it.twice ? dice.pick(AGES).map(value => ['Access-Control-Max-Age', value] as const) : [];
}

const EXPOSED = [
  ...[[], [], ['*'], ['X-One'], ['x-one, ETag'], ['X-ONE', 'x-two'], ['*, X-One'], ['x one'], ['']],
  ...[['x-one,,x-two'], [', etag'], ['"x-one"'], ['x-one;x-two'], ['Set-Cookie, X-Two'], ['**'], ['x-one, x(y']],
];

function exposed(dice: Dice): Lines {
  return dice.pick(EXPOSED).map(value => ['Access-Control-Expose-Headers', value] as const);
}
