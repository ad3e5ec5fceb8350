import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { answerOf } from '../../server/src/analysis/answer-of.ts';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import type { PROGRAMS } from '../harness/apt.mjs';
import { sample } from '../harness/workspace.ts';
import { ask, essence } from '../known/exchange.ts';
import { requestsOf } from '../known/requests.ts';
import { programOf } from './program.ts';

/** One configuration, in whose text `PORT` stands for the server's port and `UPSTREAM` for the one of the server behind. */
export interface Case {
  readonly title: string;
  readonly text: string;
  /** What the path stands for; `/ok`, `/fail` and `/missing` where it is not said. */
  readonly paths?: Readonly<Record<'route' | 'error' | 'nothing', string>>;
  readonly asks?: (request: ServerRequest) => boolean;
  /** Which policy of the file answers. */
  readonly policy?: number;
  /** Requests of which it need not be known what is answered: those that the server behind decides. */
  readonly unknown?: (request: ServerRequest) => boolean;
}

export interface ServerProgram {
  readonly package: keyof typeof PROGRAMS;
  readonly title: string;
  /** The configuration's file, as its framework knows it. */
  readonly file: string;
  start(program: string, text: string, name: string, port: number): Promise<() => Promise<void>>;
}

/** Every case is read by corslint and run by the real program; both are asked the same requests and have to agree. */
export function compare(server: ServerProgram, cases: readonly Case[], port: () => Promise<number>): void {
  test(`known answers: ${server.title}`, async t => {
    const program = programOf(server.package);
    if (program === undefined) return t.skip('not installed');
    const upstream = await behind();
    let compared = 0;
    let unknown = 0;
    const wrong: string[] = [];
    try {
      for (const [index, one] of cases.entries()) {
        const own = await port();
        const text = one.text.replaceAll('UPSTREAM', String(upstream.port)).replaceAll('PORT', String(own));
        const facts = sample({ [server.file]: text }).facts();
        const policies = facts.flatMap(it => it.policies);
        const policy = policies[one.policy ?? 0];
        assert.ok(policy, `no policy is read of ${one.title}`);
        const stop = await server.start(program, text, `${server.package}-${index}`, own);
        try {
          for (const asked of requestsOf({
            ...(one.paths ? { paths: one.paths } : {}),
            ...(one.asks ? { asks: one.asks } : {}),
          })) {
            const said = answerOf(policy, [], asked.request);
            const really = await ask(own, asked);
            if (!said.known) {
              assert.ok(one.unknown?.(asked.request), `${one.title}, ${asked.title}: not known: ${said.why}`);
              unknown++;
              continue;
            }
            compared++;
            const [ours, theirs] = [essence(said), really ? essence(really) : 'no answer'];
            if (ours !== theirs)
              wrong.push(`${one.title}, ${asked.title}\n— corslint\n${ours}\n— the server\n${theirs}`);
          }
        } finally {
          await stop();
        }
      }
    } finally {
      upstream.stop();
    }
    t.diagnostic(`${compared} exchanges compared, ${unknown} answers not known, ${wrong.length} disagreements`);
    assert.deepEqual(wrong, []);
  });
}

/** The server behind: it answers every method, and knows nothing of CORS. */
async function behind() {
  const server = createServer((request, response) => {
    response.statusCode = request.url?.startsWith('/fail') ? 500 : request.url?.startsWith('/missing') ? 404 : 200;
    response.end('it');
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
