import { lastName } from './member.ts';
import type { Test, Value } from './value.ts';

/** What says that an answer is on its way: node:http of Node 20, express 5.3.0, koa 3.3.0, fastify 5.12.8 (`reply.sent`). */
const SENT = /^(headersSent|headerSent|writableEnded|writableFinished)$/;
const OF_ANSWER = /^(sent|finished)$/;
const ANSWER = /^(r|res|resp|response|reply|rep|raw)$/;

/**
 * What a condition says that asks whether the answer has been sent, where it has not: no header can be written afterwards, so that
 * nothing else counts. Undefined for any other condition.
 */
export function beforeSent(test: Test): boolean | undefined {
  switch (test.kind) {
    case 'truthy':
      return isSent(test.of) ? false : undefined;
    case 'equals': {
      const [sent, other] = isSent(test.left) ? [test.left, test.right] : [test.right, test.left];
      if (!isSent(sent) || other.kind !== 'literal' || typeof other.value !== 'boolean') return undefined;
      return !other.value;
    }
    case 'not': {
      const of = beforeSent(test.of);
      return of === undefined ? undefined : !of;
    }
    case 'and':
    case 'or': {
      const settles = test.kind === 'or';
      const all = test.of.map(beforeSent);
      return all.includes(settles)
        ? settles
        : all.every(it => it === !settles) && all.length > 0
          ? !settles
          : undefined;
    }
    default:
      return undefined;
  }
}

function isSent(value: Value): boolean {
  if (value.kind !== 'member') return false;
  return SENT.test(value.name) || (OF_ANSWER.test(value.name) && ANSWER.test(lastName(value.object) ?? ''));
}
