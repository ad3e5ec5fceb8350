import type { Oddity } from '../model/oddity.ts';
import { byDefault } from './by-default.ts';
import type { Rule } from './rule.ts';

export const importedOptionsMissing: Rule = {
  id: 'imported-options-missing',
  title: 'The configuration of CORS is never handed over',
  severity: 'warning',
  severityNote: 'error where every site then reads with cookies, or none reads at all',
  profile: 'recommended',
  why: 'The options are imported from another file that exports nothing of the kind: `module.exports` is missing, or what is asked for has another name there. JavaScript gives `undefined` or an object without options and says nothing. The library then does what it does by default, which with most of them lets every website in.',
  cwe: [1188],
  spec: 'https://nodejs.org/api/modules.html#moduleexports',
  kind: 'security',
  supersedes: ['unknown-option'],

  *check(policy) {
    if (policy.origins.from !== 'default') return;
    for (const oddity of policy.oddities)
      if (oddity.kind === 'options-not-exported') yield { at: oddity.at, ...byDefault(policy, because(oddity)) };
  },
};

function because({ file, name, instead }: Extract<Oddity, { kind: 'options-not-exported' }>): string {
  if (instead !== undefined) return `the options are in \`${instead}\` of what \`${file}\` exports`;
  return name === undefined ? `\`${file}\` exports nothing` : `\`${file}\` exports no \`${name}\``;
}
