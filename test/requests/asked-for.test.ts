import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AskingCall } from '../../server/src/requests/client.ts';
import { CLIENTS } from '../../server/src/requests/index.ts';
import { Project } from '../../server/src/syntax/project.ts';
import { unknown, type Value } from '../../server/src/syntax/value.ts';

const SPAN = { path: '/w/page.ts', start: 0, end: 1 };
const project = new Project({ read: () => undefined, exists: () => false });

/** What the call of a function of the workspace, of something unknown and of a method of it may look like. */
const CALLEES: readonly Value[] = [
  unknown(SPAN, 'it is made elsewhere'),
  { kind: 'member', object: unknown(SPAN, 'it is made elsewhere'), name: 'describe', span: SPAN },
  { kind: 'parameter', name: 'report', index: 0, span: SPAN },
];

for (const client of CLIENTS)
  test(`${client.id} asks for the arguments of no call that is not its own: to work them out is most of what an audit costs`, () => {
    for (const callee of CALLEES) {
      const call: AskingCall = {
        callee,
        get args(): readonly Value[] {
          return assert.fail(`the arguments of ${callee.kind} were asked for`);
        },
        construct: false,
        span: SPAN,
        nameSpan: SPAN,
      };
      const reading = { path: SPAN.path, project, lookup: () => undefined };
      assert.deepEqual(client.read(call, reading), []);
      assert.deepEqual(client.hands?.(call, reading) ?? [], []);
    }
  });
