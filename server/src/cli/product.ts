import { homepage, version } from '../../../package.json';
import type { OpenWorkspace } from '../analysis/workspace.ts';
import type { Rule } from '../rules/rule.ts';

/** What the commands run on: the analysis and its rules, loaded only when a command needs them. */
export interface Product {
  readonly version: string;
  readonly homepage: string;
  openWorkspace(): Promise<OpenWorkspace>;
  rules(): Promise<RuleBook>;
}

export interface RuleBook {
  /** In the order of the documentation. */
  readonly rules: readonly Rule[];
  /** The page of a rule. */
  readonly ruleUrl: (id: string) => string;
}

export const PRODUCT: Product = {
  version,
  homepage,
  openWorkspace: async () => (await import('../analysis/open.ts')).openWorkspace,
  rules: async () => {
    const { RULES, ruleUrl } = await import('../rules/index.ts');
    return { rules: RULES, ruleUrl };
  },
};
