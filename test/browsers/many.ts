import { campaign, generated } from './campaign.ts';
import type { EngineName } from './engines.ts';

/** `SEED COUNT [--engine NAME] [--only ID]`: generated policies and requests, played to real browsers. */
const words = process.argv.slice(2);
const after = (flag: string) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
const [seed = 1, count = 5000] = words.filter((it, i) => /^\d+$/.test(it) && words[i - 1] !== '--only').map(Number);
const engine = after('--engine') as EngineName | undefined;
const only = after('--only');

for (const name of engine ? [engine] : (['chromium', 'firefox', 'webkit'] as const)) {
  const all = generated(seed, count);
  const started = performance.now();
  const result = await campaign(name, sites => all(sites).filter(it => only === undefined || it.id === Number(only)));
  const seconds = (performance.now() - started) / 1000;
  for (const kind of new Set(result.disagreements.map(it => it.kind))) {
    const found = result.disagreements.filter(it => it.kind === kind);
    console.log(
      `\n════ ${kind} (${found.length})\n${found
        .slice(0, Number(after('--show') ?? 3))
        .map(it => `case ${it.id}, ${words.includes('--brief') ? brief(it.text) : it.text}`)
        .join('\n\n')}`,
    );
  }
  const { cases, preflights, readable, messages, left, disagreements } = result;
  console.log(
    `\n${name}, seed ${seed}: ${cases} pairs (${preflights} with a preflight, ${readable} readable, ${messages} with a message) in ${seconds.toFixed(0)} s; ${left} not compared, ${disagreements.length} disagreements`,
  );
  if (disagreements.length > 0) process.exitCode = 1;
}
process.exit();

/** Without what the server answers. */
function brief(text: string): string {
  return text
    .split('\n')
    .filter(it => !/^ +(\d+ (page|far|other):|actual)/.test(it))
    .join('\n');
}
