import { campaign, plansOf, report } from './campaign.ts';
import { LEFT } from './left.ts';
import { plansOfEach } from './programs.ts';

/** `each` in place of the numbers: every form and atom by itself. With `all`, also what is left out. */
const words = process.argv.slice(2);
const left = words.includes('all') ? undefined : LEFT;
const [seed = 1, count = 20_000] = words.filter(it => /^\d+$/.test(it)).map(Number);
const each = words.includes('each');
const result = await campaign(each ? plansOfEach(left) : plansOf(seed, count, left), left);
const kinds = new Map<string, { count: number; text: string }>();
for (const it of result.failures) {
  const known = kinds.get(it.kind);
  const text = known?.text ?? `seed ${each ? '–' : seed + it.index}\n\n${it.source}\n${it.wrong}`;
  kinds.set(it.kind, { count: (known?.count ?? 0) + 1, text });
}
for (const [kind, { count: times, text }] of [...kinds].sort((a, b) => b[1].count - a[1].count))
  console.log(`\n════ ${kind} (${times})\n${text}`);
console.log(`\n${each ? 'each by itself' : `seed ${seed}`}\n${report(result)}`);
process.exitCode = result.failures.length > 0 ? 1 : 0;
