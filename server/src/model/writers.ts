import { contains } from '../text/span.ts';
import type { App, Refusal, Step } from './app.ts';
import type { PathPattern } from './paths.ts';
import type { CorsPolicy } from './policy.ts';
import type { WrittenResponses } from './written.ts';

/** What answers, or writes headers to, one response: a policy, what turns preflights away, or a function beside policies. */
export type Writer = CorsPolicy | { readonly refuses: Refusal } | { readonly does: WrittenResponses };

export function isPolicy(it: Writer): it is CorsPolicy {
  return 'origins' in it;
}

/** A writer of an application, and where it stands in the order of registration. */
export interface Layer {
  readonly writer: Writer;
  readonly matches: PathPattern;
  readonly conditional?: boolean;
  /** It writes when what is behind it has answered. */
  readonly late?: boolean;
  /** Only these requests come to it: errors, or those that none of the routes takes. */
  readonly reached?: 'by errors' | 'by the rest';
  /** The step that it belongs to. */
  readonly step: Step;
}

/**
 * Everything that writes to the responses of an application, in order of registration; headers that its functions write by
 * hand are among `policies`. Those are put in their place only where each writes over the headers before it.
 */
export function writersOf(app: App, policies: readonly CorsPolicy[]): readonly Layer[] {
  const byHand = app.oneResponse ? policies.filter(it => it.byHand && writesOver(app, it)) : [];
  const routes = app.steps.flatMap((it, at) => (isAnswering(it) ? [at] : []));
  return app.steps.flatMap((step, at) => {
    const { conditional = false, matches, bodies = [], late = [], does } = step;
    const inside = byHand.filter(it => [...bodies, ...late].some(body => contains(body, it.whole)));
    // Which of several policies of one function a request meets is not known.
    const own = inside.map(writer => ({
      writer,
      matches,
      conditional: conditional || inside.length > 1,
      step,
      ...(late.some(body => contains(body, writer.whole)) ? { late: true } : {}),
    }));
    const after = late.length > 0 && !app.handsBack ? { late: true } : {};
    const beside = does && inside.length === 0 ? [{ writer: { does }, matches, conditional, step, ...after }] : [];
    const reached = reachedBy(step, at, routes, app);
    return [...declared(step, conditional), ...own, ...beside].map(it => (reached ? { ...it, reached } : it));
  });
}

/** Whether a step answers those requests that are for it. */
function isAnswering(step: Step): boolean {
  if (step.conditional) return false;
  return step.kind === 'route' ? !step.handsOn : step.kind === 'middleware' && step.routes !== undefined;
}

function reachedBy(step: Step, at: number, routes: readonly number[], { steps, ordered }: App): Layer['reached'] {
  if (!ordered || step.kind !== 'middleware') return undefined;
  if (step.role === 'error') return 'by errors';
  if (!step.last || !routes.some(it => it < at)) return undefined;
  const behind = steps.slice(at + 1);
  return behind.some(it => it.kind === 'route' || (it.kind === 'middleware' && it.role === 'router'))
    ? undefined
    : 'by the rest';
}

/** Whether lines that stand later in an application take the place of those before them. */
export function writesOver({ handsBack }: App, { onOwnResponse }: CorsPolicy): boolean {
  return !handsBack || !onOwnResponse;
}

function declared(step: Step, conditional: boolean): readonly Layer[] {
  switch (step.kind) {
    case 'cors':
      return [{ writer: step.policy, matches: step.matches, conditional, step }];
    case 'route':
      return step.policies.map(writer => ({ writer, matches: step.matches, conditional, step }));
    case 'middleware':
      return [
        ...(step.refuses?.preflights === undefined && !step.refuses?.without
          ? []
          : [
              {
                writer: { refuses: step.refuses },
                matches: step.matches,
                conditional: conditional || step.refuses.excepting === true,
                step,
              },
            ]),
        ...(step.checks ?? []).map(({ refuses, matches }) => ({
          writer: { refuses },
          matches,
          conditional: conditional || refuses.excepting === true,
          step,
        })),
        ...(step.beside ?? []).map(({ does, matches }) => ({ writer: { does }, matches, conditional, step })),
        ...(step.mounted ?? []).map(({ policy: writer, matches }) => ({ writer, matches, conditional, step })),
      ];
  }
}

/** Headers written by hand that leave `Access-Control-Allow-Origin` to another part of the server. */
export function leavesOrigin({ byHand = false, origins }: CorsPolicy): boolean {
  return byHand && origins.mode === 'none' && origins.from === 'default';
}
