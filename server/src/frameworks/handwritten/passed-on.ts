import type { CodeFile, Root } from '../../syntax/code.ts';
import { endOf, type HandlerAnswers } from './written.ts';

/** What a text has where something answers `OPTIONS` by itself, or may. */
const ANSWERS =
  /\.options\s*\(|\ballowedMethods\b|\bcors\b\s*\(|['"`][^'"`\n]*\bcors\b[^'"`\n]*['"`]\s*\)|\benableCors\b|[=!]==?\s*['"`]options['"`]|['"`]options['"`]\s*[=!]==?|\bcase\s+['"`]options|\bmethod\s*:\s*\[?[^\]\n]*options|\bincludes\(\s*\w+(\.\w+)*\.method|\.(all|on)\s*\(/i;

/** A middleware or hook that is registered for every request of an application. */
const REGISTERED =
  /(?:\.use\s*\(\s*(?:(['"`])(?:\*|\/\*|\/)\1\s*,\s*)?|\.addHook\s*\(\s*(['"`])(?:onRequest|preHandler|onSend)\2\s*,\s*)(?:async\s+)?(?:function\b[\s\w$]*)?$/;

/**
 * Whether every `OPTIONS` request runs through these lines and is answered behind them with a status that browsers refuse, since nothing
 * here or in what is imported here answers `OPTIONS`. Run without anything else: koa 3.3.0, hono 4.13.19 and fastify 5.12.8 give 404.
 */
export function isPassedOn(root: Root, handled: HandlerAnswers | string, file: CodeFile): boolean {
  if (typeof handled === 'string' || (handled.server.around.unanswered ?? 200) < 300) return false;
  if (handled.ways.length === 0 || handled.ways.some(it => endOf(it, handled.server) !== 'passed')) return false;
  return REGISTERED.test(file.text.slice(0, root.span.start)) && !file.project.leads(file.path, ANSWERS);
}
