import type { Step } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import type { Project } from '../../syntax/project.ts';
import type { RecordValue, Value } from '../../syntax/value.ts';

type Corp = Extract<Step, { kind: 'middleware' }>['corp'];

/**
 * What a middleware does about `Cross-Origin-Resource-Policy`: helmet sends `same-origin` from version 5 on where it is not
 * told otherwise (helmet 8, index.js); whatever may write the header itself counts as `own`.
 */
export function corpOf(value: Value, project: Project, from: string): Corp {
  if (value.kind === 'function') return 'own';
  if (value.kind !== 'call') return undefined;
  const { callee, args } = value;
  const name = lastName(callee) ?? '';
  if (name === 'crossOriginResourcePolicy') return 'own';
  if (name === 'static') return args.length > 1 && given(args[1], 'setHeaders') ? 'own' : undefined;
  if (callee.kind !== 'external' || callee.module !== 'helmet') return undefined;
  return args.length > 0 && given(args[0], 'crossOriginResourcePolicy')
    ? 'own'
    : major(project, from) >= 5
      ? 'same-origin'
      : undefined;
}

/** Whether an option may be given. */
function given(options: Value | undefined, key: string): boolean {
  if (options?.kind !== 'record' || options.rest) return true;
  return options.entries.some((it: RecordValue['entries'][number]) => it.key === key);
}

/** The least major version that is installed, 0 where nothing tells. */
function major(project: Project, from: string): number {
  const found = project.packages.dependency(from, 'helmet');
  return Number(/^[\^~]?(\d+)\./.exec(found?.version ?? found?.range ?? '')?.[1] ?? 0);
}
