import { suggestion } from '../text/nearest.ts';
import { type Arguments, readArguments } from './args.ts';
import { check, explainError, map, policies, requests } from './check.ts';
import { HELP } from './help.ts';
import { type Io, UsageError } from './io.ts';
import { deliver, tell } from './output.ts';
import { PRODUCT, type Product } from './product.ts';
import { explain, rulesJson, rulesMarkdown, rulesText } from './rulelist.ts';
import { simulate } from './simulate.ts';
import { lookOf } from './terminal.ts';

/** Runs one command line; settles with the exit code. Never rejects. */
export async function run(argv: readonly string[], io: Io, product: Product = PRODUCT): Promise<0 | 1 | 2> {
  try {
    return await dispatch(readArguments(argv), io, product);
  } catch (error) {
    if (error instanceof UsageError) {
      tell(io, error.message);
      return 2;
    }
    const message = error instanceof Error ? error.message : String(error);
    tell(io, `internal error: ${message.split('\n')[0]}`);
    if (argv.includes('--debug') && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return 2;
  }
}

async function dispatch(args: Arguments, io: Io, product: Product): Promise<0 | 1 | 2> {
  switch (args.command) {
    case 'help':
      io.stdout.write(HELP);
      return 0;
    case 'version':
      io.stdout.write(`${product.version}\n`);
      return 0;
    case 'check':
      return check(args, io, product);
    case 'policies':
      return policies(args, io, product);
    case 'requests':
      return requests(args, io, product);
    case 'map':
      return map(args, io, product);
    case 'simulate':
      return simulate(args, io, product);
    case 'init':
      return (await import('./init.ts')).init(args, io);
    case 'print-config':
      return (await import('./print-config.ts')).printConfig(args, io, product);
    case 'rules':
      deliver(args, io, await rulesReport(args, io, product));
      return 0;
    case 'explain':
      if (args.paths[0] === '-') return explainError(args, io, product);
      deliver(args, io, await explanation(args, io, product));
      return 0;
    case 'lsp':
    case 'mcp':
      await io.serve(args.command);
      return 0;
  }
}

async function rulesReport({ format, color }: Arguments, io: Io, product: Product): Promise<string> {
  const { rules, ruleUrl } = await product.rules();
  if (format === 'json') return rulesJson(rules, ruleUrl);
  if (format === 'markdown') return rulesMarkdown(rules, ruleUrl);
  return rulesText(rules, ruleUrl, lookOf(io.stdout, io.env, color));
}

async function explanation({ format, color, paths }: Arguments, io: Io, product: Product): Promise<string> {
  const [id, ...more] = paths;
  if (id === undefined || more.length) throw new UsageError('`explain` takes one rule');
  const { rules, ruleUrl } = await product.rules();
  const rule = rules.find(it => it.id === id);
  if (!rule)
    throw new UsageError(
      `there is no rule \`${id}\`.${suggestion(
        id,
        rules.map(it => it.id),
      )}`,
    );
  const form = format === 'markdown' || format === 'json' ? format : 'text';
  return explain(rule, form, ruleUrl, lookOf(io.stdout, io.env, color));
}
