import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Finding } from '../../server/src/analysis/finding.ts';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { Lines } from '../../server/src/text/lines.ts';
import type { Span } from '../../server/src/text/span.ts';
import { type Case, type Fence, readSuite } from '../harness/markdown.ts';
import { withoutMarks } from '../harness/marks.ts';
import { sample } from '../harness/workspace.ts';

/*
 * What people ask: small workspaces made from questions about CORS. Under a line of code, `^ rule|rule why` is a cause that one of
 * these rules has to tell within two lines, at the place itself or as a related one; `~ rule|rule` is what may be told there, too.
 * No other error or warning may come, in the strict profile. A case whose title ends in `(not yet)` is still to
 * do: it runs, and does not count.
 */
const FOLDER = 'test/field';
const LATER = '(not yet)';
const REACH = 2;

interface Mark {
  readonly path: string;
  readonly line: number;
  readonly rules: readonly string[];
  readonly must: boolean;
}

for (const name of readdirSync(FOLDER).filter(it => it.endsWith('.md'))) {
  describe(name.replace(/\.md$/, ''), () => {
    for (const one of readSuite(readFileSync(join(FOLDER, name), 'utf8'))) {
      if (one.title !== '') it(one.title, { todo: one.title.endsWith(LATER) }, () => check(one));
    }
  });
}

function check(one: Case): void {
  const fences = one.blocks.filter((it): it is Fence => it.kind === 'fence');
  const files = Object.fromEntries(fences.map(it => [it.path, withoutMarks(it.lines).code]));
  const marks = fences.flatMap(marksOf);
  for (const rule of marks.flatMap(it => it.rules)) assert.ok(RULE_IDS.includes(rule), `no rule is called ${rule}`);
  const findings = sample(files).findings({ profile: 'strict' });
  const missed = marks.filter(mark => mark.must && !findings.some(it => tells(it, mark, files)));
  const others = findings.filter(it => isLoud(it) && !marks.some(mark => tells(it, mark, files)));
  assert.deepEqual(
    { missed: missed.map(it => `${it.path}:${it.line} ${it.rules.join('|')}`), others: others.map(show(files)) },
    { missed: [], others: [] },
  );
}

function marksOf(fence: Fence): readonly Mark[] {
  return [...withoutMarks(fence.lines).marks].flatMap(([line, texts]) =>
    texts.map(text => {
      const [sign = '', rules = ''] = text.trim().split(' ');
      return { path: fence.path, line, rules: rules.split('|'), must: sign.startsWith('^') };
    }),
  );
}

const isLoud = (it: Finding) => it.severity === 'error' || it.severity === 'warning';

function tells(finding: Finding, mark: Mark, files: Readonly<Record<string, string>>): boolean {
  return (
    mark.rules.includes(finding.rule) &&
    [finding.at, ...finding.related.map(it => it.at)].some(
      at => at.path === mark.path && Math.abs(lineOf(at, files) - mark.line) <= REACH,
    )
  );
}

function lineOf(at: Span, files: Readonly<Record<string, string>>): number {
  return new Lines(files[at.path] ?? '').position(at.start).line;
}

function show(files: Readonly<Record<string, string>>) {
  return (it: Finding) => `${it.at.path}:${lineOf(it.at, files)} ${it.severity} ${it.rule}: ${it.message}`;
}
