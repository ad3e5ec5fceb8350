import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import fastify from 'fastify';
import { H3 } from 'h3';
import { Hono } from 'hono';
import {
  below,
  covers,
  EVERYWHERE,
  isSamePath,
  meets,
  mountPath,
  type PathNotation,
  routePath,
  UNKNOWN_PATH,
  within,
} from '../../server/src/model/paths.ts';
import { listening } from '../known/library.ts';

/** What is used here of Express, which comes without types. */
type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
type Express = RequestListener & Record<'use' | 'get', (pattern: string, handler: Handler) => unknown>;

const require = createRequire(import.meta.url);

const PATTERNS = [
  '/',
  '*',
  '/*',
  '(.*)',
  '/{*all}',
  '/*all',
  '/api',
  '/api/',
  '/api/*',
  '/api/(.*)',
  '/api/*all',
  '/api/{*all}',
  '/api{/*all}',
  '/apiary',
  '/API',
  '/api/items',
  '/api/items/',
  '/api/:id',
  '/api/:id?',
  '/api/:id(\\d+)',
  '/api/:id{[0-9]+}',
  '/api{/:id}',
  '/api/:id/more',
  '/api/:a/:b',
  '/:any',
  '/:any/items',
  '/api/*/more',
  '/api/v:version',
  '/api/:file.json',
  '/ap?i',
  '/api+',
  '/v1.0/a-b',
];

/** Addresses of at most three segments of these, with and without a slash at the end. */
const NAMES = ['api', 'apiary', 'items', '7', 'v2', 'more', 'a.json'];
const ADDRESSES = [
  '/',
  '/v1.0/a-b',
  '/v1.0/a-b/7',
  '/API',
  '/API/items',
  '/API/7',
  '/api/items/more/7',
  ...NAMES.flatMap(a => [
    `/${a}`,
    ...NAMES.flatMap(b => [`/${a}/${b}`, ...NAMES.filter(() => a === 'api' || a === '7').map(c => `/${a}/${b}/${c}`)]),
  ]),
].flatMap(path => (path === '/' ? [path] : [path, `${path}/`]));

interface Case {
  readonly pattern: string;
  readonly mount: boolean;
}

const ROUTES: readonly Case[] = PATTERNS.map(pattern => ({ pattern, mount: false }));
const CASES: readonly Case[] = [...ROUTES, ...PATTERNS.map(pattern => ({ pattern, mount: true }))];

/** The addresses that each case runs for; cases that the router refuses are left out. */
type Matched = ReadonlyMap<Case, ReadonlySet<string>>;

/** Registers what it can, and asks each address once which of them ran. */
async function ran(
  cases: readonly Case[],
  register: (it: Case, index: number) => void,
  ask: (address: string) => Promise<string>,
): Promise<Matched> {
  const sets = new Map<Case, Set<string>>();
  for (const [index, it] of cases.entries()) {
    try {
      register(it, index);
      sets.set(it, new Set());
    } catch {}
  }
  for (const address of ADDRESSES)
    for (const index of JSON.parse(await ask(address))) sets.get(cases[index] as Case)?.add(address);
  return sets;
}

async function onExpress(name: string): Promise<Matched> {
  const app: Express = require(name)();
  let seen: number[] = [];
  const running = await listening(createServer(app));
  try {
    return await ran(
      CASES,
      ({ pattern, mount }, index) => {
        const note: Handler = (_req, _res, next) => {
          seen.push(index);
          next();
        };
        if (mount) app.use(pattern, note);
        else app.get(pattern, note);
      },
      async address => {
        seen = [];
        await (await fetch(`http://127.0.0.1:${running.port}${address}`)).text();
        return JSON.stringify(seen);
      },
    );
  } finally {
    await running.stop();
  }
}

async function onHono(): Promise<Matched> {
  // The fast router takes no further routes once it has answered, and refuses some patterns only then.
  const apps = CASES.map(({ pattern, mount }) => {
    const app = new Hono();
    const sub = new Hono().all('/', c => c.text('yes')).all('/*', c => c.text('yes'));
    if (mount) app.route(pattern, sub);
    else app.all(pattern, c => c.text('yes'));
    return app;
  });
  const dead = new Set<number>();
  const sets = await ran(
    CASES,
    () => {},
    async address => {
      const answers = await Promise.all(
        apps.map(async (app, index) => {
          if (dead.has(index)) return [];
          try {
            return (await app.request(address)).status === 200 ? [index] : [];
          } catch {
            dead.add(index);
            return [];
          }
        }),
      );
      return JSON.stringify(answers.flat());
    },
  );
  return new Map([...sets].filter(([it]) => !dead.has(CASES.indexOf(it))));
}

/** Routers that take one handler for each address: a router for each case. */
async function each(open: (pattern: string) => (address: string) => Promise<boolean>): Promise<Matched> {
  const asks = new Map<number, (address: string) => Promise<boolean>>();
  return ran(
    ROUTES,
    ({ pattern }, index) => asks.set(index, open(pattern)),
    async address => {
      const answers = await Promise.all([...asks].map(async ([index, ask]) => ((await ask(address)) ? [index] : [])));
      return JSON.stringify(answers.flat());
    },
  );
}

function onFastify(): Promise<Matched> {
  return each(pattern => {
    const app = fastify();
    app.get(pattern, () => 'yes');
    return async address => (await app.inject(address)).statusCode === 200;
  });
}

function onH3(): Promise<Matched> {
  return each(pattern => {
    const app = new H3();
    app.get(pattern, () => 'yes');
    return async address => (await app.request(address)).status === 200;
  });
}

const TEXT = ({ pattern, mount }: Case) => `${mount ? 'mount' : 'route'} ${pattern}`;

function holds(matched: Matched, notation: PathNotation): { readonly asked: number; readonly unknown: number } {
  let [asked, unknown] = [0, 0];
  const wrong: string[] = [];
  const addresses = (it: Case) => (it.mount ? mountPath(it.pattern, notation) : routePath(it.pattern, notation));
  for (const [a, one] of matched) {
    for (const [b, other] of matched) {
      if (one.size === 0 || other.size === 0) continue;
      asked += 2;
      const missed = [...other].find(it => !one.has(it));
      const both = [...other].find(it => one.has(it));
      const cover = covers(addresses(a), addresses(b));
      if (cover === 'unknown') unknown++;
      else if ((cover === 'yes') !== (missed === undefined))
        wrong.push(`${TEXT(a)} covers ${TEXT(b)}: ${cover} ${missed}`);
      const meet = meets(addresses(a), addresses(b));
      if (meet === 'unknown') unknown++;
      else if ((meet === 'yes') !== (both !== undefined)) wrong.push(`${TEXT(a)} meets ${TEXT(b)}: ${meet} ${both}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(asked > 200, `${asked}`);
  return { asked, unknown };
}

describe('what is said of paths is what routers do', () => {
  it('Express 5', async () => {
    const { asked, unknown } = holds(await onExpress('express'), 'express');
    assert.ok(unknown < asked / 4, `${unknown} of ${asked}`);
  });

  it('Express 4', async () => {
    const { asked, unknown } = holds(await onExpress('express4'), 'express');
    assert.ok(unknown < asked / 2, `${unknown} of ${asked}`);
  });

  it('Hono', async () => {
    const { asked, unknown } = holds(await onHono(), 'hono');
    assert.ok(unknown < asked / 4, `${unknown} of ${asked}`);
  });

  it('Fastify and h3, whose routers are not told apart', async () => {
    holds(await onFastify(), 'any');
    holds(await onH3(), 'any');
  });
});

describe('paths that are put together', () => {
  const mount = (text: string) => mountPath(text, 'express');
  const route = (text: string) => routePath(text, 'express');

  it('a name is no prefix of a longer one', () => {
    assert.equal(covers(mount('/api'), route('/apiary')), 'no');
    assert.equal(meets(mount('/api'), mount('/apiary')), 'no');
    assert.equal(covers(mount('/api'), route('/api/items')), 'yes');
    assert.equal(covers(mount('/api/'), route('/api')), 'yes');
  });

  it('what is not known is neither in nor out', () => {
    assert.equal(covers(EVERYWHERE, UNKNOWN_PATH), 'yes');
    for (const it of [EVERYWHERE, route('/api')]) {
      assert.equal(covers(UNKNOWN_PATH, it), 'unknown');
      assert.equal(meets(UNKNOWN_PATH, it), 'unknown');
    }
    assert.equal(covers(route('/api'), UNKNOWN_PATH), 'unknown');
    assert.equal(within(UNKNOWN_PATH, EVERYWHERE)[0]?.rest, 'unknown');
  });

  it('a router’s own paths hang below its mount', () => {
    const inner = within(mount('/api'), mount('/users'));
    assert.equal(isSamePath(inner, mount('/api/users')), 'yes');
    assert.equal(isSamePath(within(mount('/api'), EVERYWHERE), mount('/api')), 'yes');
    assert.equal(covers(inner, route('/users')), 'no');
  });

  it('several paths count together', () => {
    const both = [...mount('/a'), ...mount('/b')];
    assert.equal(covers(both, route('/b/1')), 'yes');
    assert.equal(covers(mount('/a'), both), 'no');
    assert.equal(covers([...route('/a'), ...route('/a/*all')], mount('/a')), 'unknown');
  });

  it('below a mount is all but the mount', () => {
    assert.equal(covers(route('/*all'), EVERYWHERE), 'no');
    assert.equal(covers(route('/*all'), below(EVERYWHERE)), 'yes');
  });

  it('patterns of many optional parts are not followed', () => {
    assert.equal(covers(mount('/a'), route(`/a${'{/:x}'.repeat(50_000)}`)), 'unknown');
  });
});
