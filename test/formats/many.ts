import { CASES, mutate, read } from './formats.ts';

/** `SEED COUNT`: so many changed texts of configuration, and every prefix of every text of the suites. */
const [seed = 1, count = 10_000] = process.argv.slice(2).map(Number);
const { tried, failures } = mutate(seed, count);
let prefixes = 0;
const cut: string[] = [];
for (const it of CASES)
  for (let end = 0; end < it.text.length; end++) {
    prefixes++;
    try {
      read(it, it.text.slice(0, end));
    } catch (error) {
      cut.push(`${it.name}, the first ${end}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
for (const it of [...failures, ...cut].slice(0, 5)) console.log(`\n════ ${it}`);
console.log(
  `\nseed ${seed}: ${tried} changed texts, ${failures.length} failures; ${prefixes} prefixes, ${cut.length} failures`,
);
process.exitCode = failures.length + cut.length > 0 ? 1 : 0;
