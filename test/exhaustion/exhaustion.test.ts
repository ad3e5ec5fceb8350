import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { describer } from '../../server/src/analysis/describe.ts';
import { sample } from '../harness/workspace.ts';
import { KINDS } from './kinds.ts';
import { MANIFEST } from './programs.ts';
import { largest } from './sizes.ts';

/** What a file of source code may cost: its size and heap, and its time in that of an honest file of the same size. */
const MEGABYTES = 200;
const TIMES = 7;

type Files = Readonly<Record<string, string>>;

interface Told {
  /** Microseconds of this thread's and its helpers' processor time. */
  readonly cost: number;
  readonly failed?: string;
}

/** Reads, judges and describes the program; a file that is nested too deeply may be passed over with a word. */
function told(files: Files): Told {
  const before = process.cpuUsage().user;
  try {
    const workspace = sample({ 'package.json': MANIFEST, ...files });
    workspace.findings();
    workspace.policies().forEach(describer());
    return { cost: process.cpuUsage().user - before };
  } catch (error) {
    return { cost: process.cpuUsage().user - before, failed: error instanceof Error ? error.message : String(error) };
  }
}

/** An honest file of the largest size: routes with an allow-list and a handler that writes its headers. */
function honest(): Files {
  const route = (i: number) =>
    `app.get('/r${i}', cors({ origin: [/^https:\\/\\/.*\\.s${i}\\.example$/, 'https://s${i}.example'] }), (req, res) => res.json({}));\n`;
  const text = `import express from 'express';\nimport cors from 'cors';\nconst app = express();\n${Array.from({ length: 440 }, (_, i) => route(i)).join('')}`;
  return { 'main.js': text };
}

/** What each program cost, in order; a thread with a heap of its own, so that what needs more memory ends there and not here. */
function alone(programs: readonly Files[]): Promise<readonly Told[]> {
  const all: Told[] = [];
  return new Promise(resolve => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { programs },
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    worker.on('message', it => all.push(it));
    worker.once('error', error => all.push({ cost: 0, failed: `ended: ${error.message}` }));
    worker.once('exit', () => resolve(all));
  });
}

if (!isMainThread && workerData?.programs) {
  for (const files of workerData.programs) parentPort?.postMessage(told(files));
} else {
  suite('exhaustion: no file costs more than it is worth', () => {
    for (const [kind, { programs, lines }] of Object.entries(KINDS)) {
      test(kind, async () => {
        const cases = Object.entries(programs).flatMap(([name, program]) =>
          lines.map(most => ({ name: `${name}, ${most ?? 'as many as fit'}`, files: largest(program, most) })),
        );
        // The first two pay for what every run needs, the second is what a file may be compared with.
        const [, base, ...costs] = await alone([honest(), honest(), ...cases.map(it => it.files)]);
        assert.ok(base && base.failed === undefined);
        for (const [i, { name }] of cases.entries()) {
          const { cost, failed } = costs[i] ?? { cost: 0, failed: 'ended before' };
          if (failed) assert.match(failed, /nested too deeply$/, name);
          const times = cost / base.cost;
          assert.ok(times <= TIMES, `${name}: ${times.toFixed(1)} times as long as an honest file`);
        }
      });
    }
  });
}
