import type { Reading, ReadRequest, RequestClient } from '../requests/client.ts';
import type { CalledModule } from '../requests/imported.ts';
import { CLIENTS } from '../requests/index.ts';
import type { CodeFile, Sought } from '../syntax/code.ts';
import type { Allowance } from '../syntax/frame.ts';
import { callsMadeBy, callsMadeForAnybody } from '../syntax/made-calls.ts';
import { member } from '../syntax/member.ts';
import type { FunctionValue, Value } from '../syntax/value.ts';
import { CLIENT_SIEVE } from './sieve.ts';

/** What following the workspace's own functions may cost in one file, in steps: a wrapper takes some hundred. */
export const ALLOWANCE = { each: 2_000, left: 8_000 };

const NAMES = new RegExp(CLIENTS.map(it => it.names.source).join('|'));
export const SENDING: Sought = { words: CLIENT_SIEVE, names: NAMES };

/** Calls whose second argument is what is sent: of it, no more than the type of the content depends on. */
const WITH_CONTENT = { names: /^(post|put|patch)$/, place: 1 };

type Call = Parameters<RequestClient['read']>[0];

/** What these clients read of a call. One that fails on it reads nothing there; the others go on. */
export function readBy(clients: readonly RequestClient[], call: Call, reading: Reading): readonly ReadRequest[] {
  // What the workspace's own functions send is found by following them.
  if (call.callee.kind === 'function') return [];
  return clients.flatMap(it => {
    try {
      return it.read(call, reading);
    } catch {
      return [];
    }
  });
}

/** What a function sends that is called so. */
export function sentBy(
  callee: FunctionValue,
  args: readonly Value[],
  allowance: Allowance,
  read: (call: Call) => readonly ReadRequest[],
): readonly ReadRequest[] {
  return callsMadeBy(callee, args, NAMES, allowance).flatMap(it => read({ ...it, nameSpan: it.callee.span }));
}

/** What a function of `home` sends whoever calls it, without the instance or the call of a factory that this one belongs to. */
export function sentForAnybody(
  home: CodeFile,
  callee: FunctionValue,
  read: (call: Call) => readonly ReadRequest[],
): readonly ReadRequest[] {
  const made = callsMadeForAnybody(home, callee.span.start, NAMES, ALLOWANCE);
  return made.flatMap(it => read({ ...it, nameSpan: it.callee.span }));
}

/**
 * Whether a call of what a module gives may send something else than for anybody: by what the function sends whoever calls it and
 * does with its parameters, so that the caller need not be parsed. Where that does not tell, it may.
 */
export function variesWith({ module, name, chain, given: args }: CalledModule, reading: Reading): boolean {
  const { project, path } = reading;
  const source = project.code(path);
  if (name === undefined || !source) return true;
  const span = { path, start: 0, end: 0 };
  const given = project.imported(source, module, name, span);
  const callee = chain.reduce((of, key) => member(of, key, span, () => true), given);
  if (callee.kind !== 'function' || callee.construct || callee.enclosed) return true;
  const home = project.code(callee.span.path);
  if (!home?.leads(callee.span.start, SENDING)) return !home;
  const sent = sentForAnybody(home, callee, it => readBy(CLIENTS, it, reading));
  if (sent.length === 0) return false;
  const uses = home.parametersAt(callee.span.start, WITH_CONTENT.names, WITH_CONTENT.place);
  const open = sent.some(it => it.contentType.kind === 'dynamic');
  return !uses || args.some((it, i) => it !== 'open' && (uses[i] === 'any' || (open && uses[i] === 'let through')));
}
