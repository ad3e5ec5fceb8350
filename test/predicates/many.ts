import { campaign, type Failure, fixing, plansOf, report } from './campaign.ts';
import { LEFT } from './left.ts';
import { plansOfEach } from './programs.ts';

/**
 * `SEED COUNT`, or `each` for every form and atom by itself; `all` for what is left out, too; `fixes` to apply the fixes that
 * are offered, in place of comparing answers.
 */
const words = process.argv.slice(2);
const left = words.includes('all') ? undefined : LEFT;
const [seed = 1, count = 20_000] = words.filter(it => /^\d+$/.test(it)).map(Number);
const each = words.includes('each');
const plans = each ? plansOfEach(left) : plansOf(seed, count, left);

async function found(): Promise<{ text: string; failures: readonly Failure[] }> {
  if (!words.includes('fixes')) {
    const result = await campaign(plans, left);
    return { text: report(result), failures: result.failures };
  }
  const { applied, failures } = await fixing(plans);
  return {
    text: `${plans.length} programs, ${applied} fixes applied, ${failures.length} programs with a wrong one`,
    failures,
  };
}

const { text, failures } = await found();
const kinds = new Map<string, { count: number; text: string }>();
for (const it of failures) {
  const known = kinds.get(it.kind);
  const whole = known?.text ?? `seed ${each ? '–' : seed + it.index}\n\n${it.source}\n${it.wrong}`;
  kinds.set(it.kind, { count: (known?.count ?? 0) + 1, text: whole });
}
for (const [kind, { count: times, text: whole }] of [...kinds].sort((a, b) => b[1].count - a[1].count))
  console.log(`\n════ ${kind} (${times})\n${whole}`);
console.log(`\n${each ? 'each by itself' : `seed ${seed}`}\n${text}`);
process.exitCode = failures.length > 0 ? 1 : 0;
