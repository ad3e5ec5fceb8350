import type { Framework, Reading } from '../../server/src/frameworks/framework.ts';
import type { PolicyEdit } from '../../server/src/model/edit.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import { readConfig } from '../../server/src/syntax/config.ts';
import { Project } from '../../server/src/syntax/project.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import { printPolicies } from '../harness/print.ts';
import { documents } from '../harness/workspace.ts';

/** What one framework says of the first of some files; the others are there for it to import. */
export interface Read {
  readonly policies: readonly CorsPolicy[];
  /** The source between two places. */
  text(span: Span | undefined): string;
  /** The source after a change to the first policy, or another one; undefined where the framework declines. */
  after(edit: PolicyEdit, index?: number): string | undefined;
}

/** Reads the first of some files with one framework. `env` stands for the `.env*` files. */
export function read(
  framework: Framework,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, readonly string[]>> = {},
): Read {
  const project = new Project({ read: path => files[path], exists: path => path in files });
  const [path = ''] = Object.keys(files);
  const policies = recognise(framework, path, {
    project,
    lookup: name => env[name]?.map(text => ({ text, at: { path: '.env', start: 0, end: text.length } })),
  });
  return {
    policies,
    text: span => (span ? (files[span.path] ?? '').slice(span.start, span.end) : ''),
    after(edit, index = 0) {
      const policy = policies[index];
      const edits =
        policy &&
        framework.write(
          policy,
          edit,
          documents(it => files[it]),
        );
      return edits && applyEdits(path, files[path] ?? '', edits);
    },
  };
}

function recognise(framework: Framework, path: string, reading: Reading): readonly CorsPolicy[] {
  const { project } = reading;
  if (framework.files && !framework.files(path)) return [];
  if (framework.kind === 'config') {
    return framework.recognise(readConfig(path, project.host.read(path) ?? ''), reading).policies;
  }
  const file = project.code(path);
  return file ? framework.recognise(file, reading).policies : [];
}

/** Some lines of what a policy says, by their first words, joined; without words the origins alone. */
export function say(policy: CorsPolicy | undefined, ...heads: readonly string[]): string {
  if (!policy) return 'no policy';
  const wanted = heads.length > 0 ? heads : ['origins'];
  return printPolicies([policy])
    .filter(line => wanted.some(it => line.startsWith(it)))
    .map(line => (heads.length > 1 ? line : line.replace(/^[^:]*: /, '')))
    .join('\n');
}
