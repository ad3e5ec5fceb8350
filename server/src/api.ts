import type { AuditOptions, ExplainOptions, SimulateOptions } from '../../api/index.cjs';
import { slashed } from './cli/paths.ts';
import { run } from './cli/run.ts';

/** What the program answers: the data of its JSON report, or in words why there is none. */
export type Asked = { readonly value: unknown; readonly problem?: never } | { readonly problem: string };

/** The doors of `api/`, each a command line, so that both give one answer. */
export const DOORS = {
  audit: ({ paths = [], ...options }: AuditOptions = {}) =>
    ask(
      [
        ...['check', '--exit-zero', '--no-progress'],
        ...given('profile', options.profile),
        ...Object.entries(options.rules ?? {}).flatMap(([id, level]) => given('rule', `${id}=${level}`)),
        ...given('config', options.config),
        ...(options.ignore ?? []).flatMap(it => given('ignore-pattern', it)),
        ...given('baseline', options.baseline),
        ...given('since', options.since),
        ...positional(paths),
      ],
      options.cwd,
    ),
  simulate: ({ file, line, credentials, headers = {}, ...options }: SimulateOptions) =>
    ask(
      [
        'simulate',
        ...given('origin', options.origin),
        ...given('method', options.method),
        ...Object.entries(headers).flatMap(([name, value]) => given('header', `${name}=${value}`)),
        ...(credentials ? ['--credentials=include'] : []),
        ...positional([line === undefined ? file : `${file}:${line}`]),
      ],
      options.cwd,
    ),
  explain: (rule: string) => ask(['explain', ...positional([rule === '-' ? '' : rule])], undefined),
  explainError: (message: string, { paths = [], cwd }: ExplainOptions = {}) =>
    ask(['explain', '--no-progress', ...positional(['-', ...paths])], cwd, message),
};

function given(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

/** Words that stay words, whatever they begin with. */
function positional(words: readonly string[]): readonly string[] {
  return words.length > 0 ? ['--', ...words] : [];
}

async function ask(argv: readonly string[], cwd = process.cwd(), stdin = ''): Promise<Asked> {
  const heard = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      heard[name] += text;
    },
    isTTY: false,
    columns: undefined,
  });
  const [command = '', ...rest] = argv;
  const code = await run([command, '--format=json', ...rest], {
    cwd: slashed(cwd),
    env: {},
    stdout: stream('out'),
    stderr: stream('err'),
    stdin: () => stdin,
    serve: async () => {},
  });
  if (code === 2) return { problem: heard.err.replace(/^corslint: /gm, '').trim() };
  return { value: JSON.parse(heard.out) };
}
