import type { Rule } from './rule.ts';

/** Every rule, in the order of the documentation. The only list of them. */
export const RULES: readonly Rule[] = [];

export const RULE_IDS: readonly string[] = RULES.map(it => it.id);

export function ruleOf(id: string): Rule | undefined {
  return RULES.find(it => it.id === id);
}

/** The page of a rule, for people. */
export function ruleUrl(id: string): string {
  return `https://corslint.dev/rules/${id}`;
}
