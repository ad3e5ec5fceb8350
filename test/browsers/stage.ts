import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { addressOf, type Case, type Outcome, type Seen, type Told } from './case.ts';
import { serve, type WireRequest, type WireResponse } from './wire.ts';

/** The origins that a run has. */
export interface Sites {
  /** Of the page. */
  readonly page: string;
  /** The same host on another port. */
  readonly other: string;
  /** Another host. */
  readonly far: string;
}

/** Servers on loopback that hand out cases, answer as told and note what they saw. */
export interface Stage {
  readonly sites: Sites;
  /** Plays cases to the page at `sites.page`; resolves when it has done them all. */
  play(cases: readonly Case[]): Promise<void>;
  readonly outcomes: ReadonlyMap<number, Outcome>;
  readonly seen: ReadonlyMap<number, readonly Seen[]>;
  close(): void;
}

const BATCH = 200;

export async function openStage(): Promise<Stage> {
  const outcomes = new Map<number, Outcome>();
  const seen = new Map<number, Seen[]>();
  const cases = new Map<number, Case>();
  let waiting: Case[] = [];
  let finished = () => {};
  const origins: string[] = [];

  const onPage = ({ method, path, body }: WireRequest): WireResponse | undefined => {
    if (path === '/') return html('<iframe sandbox="allow-scripts" src="/frame"></iframe>', ['Set-Cookie', 'login=1']);
    if (path === '/frame') return html('');
    if (path === '/cases')
      return json(waiting.splice(0, BATCH).map(it => ({ ...it, hops: [], url: addressOf(it, 0) })));
    if (method !== 'POST') return undefined;
    if (path === '/outcomes')
      for (const [id, outcome] of Object.entries(JSON.parse(body))) outcomes.set(Number(id), outcome as Outcome);
    if (path === '/done') finished();
    return path === '/outcomes' || path === '/done' ? json({}) : undefined;
  };
  const answer =
    (index: number) =>
    (request: WireRequest): WireResponse => {
      const own = index === 0 ? onPage(request) : undefined;
      if (own) return own;
      const [, id, hop] = /^\/c\/(\d+)\/(\d+)$/.exec(request.path) ?? [];
      const told = cases.get(Number(id))?.hops[Number(hop)];
      if (!told) return { status: 404, lines: [], body: '' };
      const { method, headers } = request;
      const notes = seen.get(Number(id)) ?? [];
      seen.set(Number(id), [...notes, { origin: origins[index] ?? '', hop: Number(hop), method, headers }]);
      return as(isPreflight(request) ? told.preflight : told.actual);
    };
  const servers: Server[] = [];
  for (const [index, host] of ['127.0.0.1', '127.0.0.1', 'localhost'].entries()) {
    const { port, server } = await serve(answer(index));
    servers.push(server);
    origins.push(`http://${host}:${port}`);
  }
  const [page = '', other = '', far = ''] = origins;
  return {
    sites: { page, other, far },
    outcomes,
    seen,
    play(all) {
      waiting = [...all];
      for (const it of all) cases.set(it.id, it);
      return new Promise(done => {
        finished = done;
      });
    },
    close: () => servers.forEach(it => void it.close()),
  };
}

export function isPreflight({ method, headers }: Pick<WireRequest, 'method' | 'headers'>): boolean {
  return method === 'OPTIONS' && 'access-control-request-method' in headers;
}

function as({ status, lines }: Told): WireResponse {
  return { status, lines, body: 'told' };
}

const RUNNER = readFileSync('test/browsers/page/runner.js', 'utf8');

function html(body: string, ...lines: WireResponse['lines']): WireResponse {
  const text = `<!doctype html><meta charset="utf-8"><body>${body}<script>${RUNNER}</script>`;
  return { status: 200, lines: [['Content-Type', 'text/html'], ...lines], body: text };
}

function json(value: unknown): WireResponse {
  return {
    status: 200,
    lines: [
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'no-store'],
    ],
    body: JSON.stringify(value),
  };
}
