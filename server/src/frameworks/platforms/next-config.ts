import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy, Over } from '../../model/policy.ts';
import { isWithin } from '../../model/versions.ts';
import { branchesOf } from '../../syntax/choice.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { exported } from '../../syntax/exports.ts';
import { and, TRUE } from '../../syntax/test.ts';
import { property, type Test, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { withRuleBehaviour } from '../headers/behaviour.ts';
import { writeHeaders } from '../headers/edits.ts';
import { inEnvironments, testsOf } from '../headers/environments.ts';
import { ACAO } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { type HeaderRule, ruleOf } from '../headers/rules.ts';
import { libraryOf } from '../options/version.ts';
import { askedBelow, NEXT_FUNCTIONS } from './asked-below.ts';
import { narrowPath } from './narrow-path.ts';

/** `headers()` of `next.config`. Next answers `OPTIONS` for route handlers itself, and adds these headers to the answer. */
export const nextConfig: CodeFramework = {
  kind: 'code',
  id: 'next-config',
  platform: true,
  title: 'headers() in next.config',
  docs: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/headers',
  mentions: ['headers'],
  files: path => /(^|\/)next\.config\.[cm]?[jt]s$/.test(path),
  recognise(file, reading) {
    const redirect = slashRedirect(file);
    return {
      policies: rulesOf(file).flatMap(rule => {
        const oddities = [...narrowPath(rule, ':path*', reading.project), ...(redirect ? [redirect] : [])];
        const over = overHandlers(rule, file.path, reading);
        return policiesOf(rule, reading).map(policy => ({
          ...askedBelow(policy, NEXT_FUNCTIONS, reading),
          ...(over ? { over } : {}),
          oddities: [...policy.oddities, ...oddities],
        }));
      }),
    };
  },
  write: writeHeaders,
};

/** `trailingSlash: true`: addresses without a slash, those of `api` among them, get 308 without these headers (run with next 15.5.29). */
function slashRedirect({ text, path }: CodeFile): Oddity | undefined {
  const found = /^[ \t{]*trailingSlash\s*:\s*true\b/m.exec(text);
  if (!found || /\bskipTrailingSlashRedirect\b/.test(text)) return undefined;
  const end = found.index + found[0].length;
  const start = end - found[0].trimStart().replace(/^\{\s*/, '').length;
  return { kind: 'slash-redirect', by: 'Next.js', status: 308, at: { path, start, end } };
}

function rulesOf(file: CodeFile): readonly HeaderRule[] {
  const span = { path: file.path, start: 0, end: 0 };
  const config = [exported(file, 'default', span), exported(file, '=', span)]
    .map(it => configIn(it, 0))
    .find(it => it !== undefined);
  return config ? listed(config, TRUE) : [];
}

/** The value of `headers` in a configuration, through the functions and wrappers (`withMDX(config)`) around it. */
function configIn(value: Value, depth: number): Value | undefined {
  if (depth > 5) return undefined;
  const among = (all: readonly Value[]) => all.map(it => configIn(it, depth + 1)).find(it => it !== undefined);
  switch (value.kind) {
    case 'record':
      return property(value, 'headers')?.value;
    case 'function':
      return among(value.run([]).paths.flatMap(it => (it.result ? [it.result] : [])));
    case 'call':
      return among([...value.args, value.callee]);
    case 'choice':
      return among(value.branches.map(it => it.value));
    default:
      return undefined;
  }
}

function listed(value: Value, when: Test): readonly HeaderRule[] {
  if (value.kind === 'function')
    return value.run([]).paths.flatMap(it => (it.result ? listed(it.result, and(when, it.when)) : []));
  if (value.kind === 'call') return value.args.flatMap(it => listed(it, when));
  return branchesOf(value).flatMap(branch => {
    if (branch.value.kind !== 'list') return [];
    return branch.value.items.flatMap(item =>
      branchesOf(item).flatMap(it =>
        it.value.kind === 'record' ? (ruleOf(it.value, and(when, branch.when, it.when)) ?? []) : [],
      ),
    );
  });
}

function policiesOf(rule: HeaderRule, reading: Reading): readonly CorsPolicy[] {
  const lines = rule.lines.map(it => ({ ...it, when: and(rule.when, it.when) }));
  const first = lines.find(it => it.name === ACAO);
  if (!first) return [];
  return inEnvironments(testsOf(lines), ({ assumed, guards }) =>
    withRuleBehaviour(
      headerPolicy({
        framework: 'next-config',
        at: first.entry,
        responses: [{ when: rule.when, lines, at: first.entry }],
        preflight: { by: 'platform' },
        scope: rule.source === undefined ? {} : { path: rule.source },
        guards,
        assumed,
        unset: 'crashes',
        container: rule.container,
        notation: 'rows',
        reading,
      }),
      lines,
      'next.config headers() of Next 15.5 and 16.4',
    ),
  );
}

/**
 * The route handlers that a rule is for. Up to 14 both lines are sent, from 15 on that of the configuration alone; handlers in `pages/api`
 * replace it. Run: 13.5.6, 14.0.4, 14.2.0 and 14.2.35, 15.0.4.
 */
function overHandlers({ source, when }: HeaderRule, path: string, { project }: Reading): Over | undefined {
  const folders = /^((?:\/[\w-]+)*)\/(?::\w+\*|\(\.\*\)|:\w+\(\.\*\))$/.exec(source ?? '')?.[1]?.split('/');
  if (!folders || when !== TRUE) return undefined;
  const group = '(?:\\([^/]*\\)/)*';
  const below = folders.slice(1).map(it => `${group}${it}/`);
  const own = path.slice(0, path.lastIndexOf('/') + 1).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const files = `^${own}(?:src/)?app/${below.join('')}(?:.*/)?route\\.[cm]?[jt]sx?$`;
  const older = isWithin(libraryOf(project, path, 'next', '16.4.6'), '<15.0.0');
  return older === undefined ? undefined : { files, effect: older ? 'beside' : 'instead' };
}
