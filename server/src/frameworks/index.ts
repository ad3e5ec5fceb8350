import { expressCors } from './express-cors.ts';
import type { Framework } from './framework.ts';
import { rawHeaders } from './raw-headers/index.ts';

/** Every framework, the only list of them. */
export const FRAMEWORKS: readonly Framework[] = [expressCors, rawHeaders];

export function frameworkOf(id: string): Framework | undefined {
  return FRAMEWORKS.find(it => it.id === id);
}
