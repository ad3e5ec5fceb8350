import type { CorsPolicy } from '../../model/policy.ts';
import type { ConfigFile } from '../../syntax/config.ts';
import { folderOf } from '../../syntax/paths.ts';
import { property } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { withRuleBehaviour } from '../headers/behaviour.ts';
import { writeHeaders } from '../headers/edits.ts';
import { ACAO } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { type HeaderRule, ruleOf } from '../headers/rules.ts';
import { askedBelow, NEXT_FUNCTIONS } from './asked-below.ts';
import { codeBelow } from './code-below.ts';
import { narrowPath } from './narrow-path.ts';

/** `headers` and `routes` of `vercel.json`. The platform adds them to what is answered; it answers no `OPTIONS` itself. */
export const vercelJson: ConfigFramework = {
  kind: 'config',
  id: 'vercel-json',
  platform: true,
  title: 'vercel.json',
  docs: 'https://vercel.com/docs/project-configuration#headers',
  mentions: ['access-control-'],
  files: path => /(^|\/)vercel\.json$/.test(path),
  recognise(file, reading) {
    return {
      policies: rulesOf(file).map(it => {
        const policy = askedBelow(policyOf(it, reading), ['api', ...NEXT_FUNCTIONS], reading);
        return { ...policy, oddities: [...policy.oddities, ...narrowPath(it, '(.*)', reading.project)] };
      }),
    };
  },
  write: writeHeaders,
};

function rulesOf({ documents: [root] }: ConfigFile): readonly HeaderRule[] {
  if (root?.kind !== 'record') return [];
  return ['headers', 'routes'].flatMap(key => {
    const list = property(root, key)?.value;
    if (list?.kind !== 'list') return [];
    return list.items.flatMap(it => (it.kind === 'record' ? (ruleOf(it) ?? []) : []));
  });
}

/** Functions that look at no method, or at `OPTIONS` among others, answer a preflight themselves, as they do everything else. */
function answersAlike(path: string, { project }: Reading): boolean {
  const code = ['api', ...NEXT_FUNCTIONS].flatMap(it => codeBelow(`${folderOf(path)}/${it}`, project));
  return (
    code.length > 0 &&
    code.every(it => {
      const text = project.host.read(it) ?? '';
      return /\bOPTIONS\b/i.test(text) || !/\bmethod\b/.test(text);
    })
  );
}

function policyOf(rule: HeaderRule, reading: Reading): CorsPolicy {
  const first = rule.lines.find(it => it.name === ACAO) ?? rule.lines[0];
  const at = first?.entry ?? rule.container;
  const policy = headerPolicy({
    framework: 'vercel-json',
    at,
    responses: [{ when: rule.when, lines: rule.lines, at }],
    preflight: { by: answersAlike(rule.container.path, reading) ? 'unknown' : 'none' },
    scope: rule.source === undefined ? {} : { path: rule.source },
    guards: [],
    assumed: new Map(),
    unset: 'literal-header',
    container: rule.container,
    notation: 'rows',
    reading,
  });
  return withRuleBehaviour(policy, rule.lines, 'vercel.json: https://vercel.com/docs/project-configuration#headers');
}
