import type { CodeFile, Root } from '../../syntax/code.ts';

const REGISTERED = /\.addHook\s*\(\s*(['"`])(\w+)\1\s*,\s*(?:async\s+)?(?:function\b[\s\w$]*)?$/;

/**
 * Hooks that run when the answer is sent, when there is none to come, or for errors alone: what they write is on no response that a page
 * asks for (run with fastify 5.12.8).
 */
const TOO_LATE = /^on(?:Response|Error|Timeout|RequestAbort|Close|Listen|Ready|Register|Route)$/;

/** The kind of hook as which a function is registered in its place. */
export function hookKind({ span }: Pick<Root, 'span'>, { text }: Pick<CodeFile, 'text'>): string | undefined {
  return REGISTERED.exec(text.slice(Math.max(0, span.start - 200), span.start))?.[2];
}

/** Whether what a function writes comes after the answer, or is for errors alone. */
export function writesTooLate(root: Pick<Root, 'span'>, file: Pick<CodeFile, 'text'>): boolean {
  return TOO_LATE.test(hookKind(root, file) ?? '');
}
