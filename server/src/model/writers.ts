import { contains } from '../text/span.ts';
import type { App, Refusal, Step } from './app.ts';
import type { PathPattern } from './paths.ts';
import type { CorsPolicy } from './policy.ts';

/** What answers, or writes headers to, one response: a policy, or what turns preflights away. */
export type Writer = CorsPolicy | { readonly refuses: Refusal };

/** A writer of an application, and where it stands in the order of registration. */
export interface Layer {
  readonly writer: Writer;
  readonly matches: PathPattern;
  readonly conditional?: boolean;
  /** The step that it belongs to. */
  readonly step: Step;
}

/**
 * Everything that writes to the responses of an application, in order of registration; headers that its functions write by
 * hand are among `policies`. Those are put in their place only where each writes over the headers before it.
 */
export function writersOf(app: App, policies: readonly CorsPolicy[]): readonly Layer[] {
  const byHand = app.oneResponse ? policies.filter(it => it.byHand && writesOver(app, it)) : [];
  return app.steps.flatMap(step => {
    const { conditional = false, matches, bodies = [] } = step;
    const inside = byHand.filter(it => bodies.some(body => contains(body, it.whole)));
    // Which of several policies of one function a request meets is not known.
    const own = inside.map(writer => ({ writer, matches, conditional: conditional || inside.length > 1, step }));
    return [...declared(step, conditional), ...own];
  });
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
        ...(step.refuses?.preflights === undefined
          ? []
          : [
              {
                writer: { refuses: step.refuses },
                matches: step.matches,
                conditional: conditional || step.refuses.excepting === true,
                step,
              },
            ]),
        ...(step.mounted ?? []).map(({ policy: writer, matches }) => ({ writer, matches, conditional, step })),
      ];
  }
}

/** Headers written by hand that leave `Access-Control-Allow-Origin` to another part of the server. */
export function leavesOrigin({ byHand = false, origins }: CorsPolicy): boolean {
  return byHand && origins.mode === 'none' && origins.from === 'default';
}
