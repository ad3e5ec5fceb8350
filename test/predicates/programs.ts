import { ATOMS } from './atoms.ts';
import { BRANCH_PLACES } from './branch-places.ts';
import { FETCH_PLACES } from './fetch-places.ts';
import { GUARDED_PLACES } from './guarded-places.ts';
import { NODE_PLACES } from './node-places.ts';
import type { Place } from './place.ts';
import { REMOVED_PLACES } from './removed-places.ts';
import { Dice, Scene } from './scene.ts';
import { FORMS, type Form } from './statements.ts';
import { WRITTEN_PLACES } from './written-places.ts';

const PLACES: Readonly<Record<string, Place>> = {
  ...NODE_PLACES,
  ...FETCH_PLACES,
  ...WRITTEN_PLACES,
  ...GUARDED_PLACES,
  ...REMOVED_PLACES,
  ...BRANCH_PLACES,
};

/** A test of the origin: atoms, put together. */
export type Test =
  | { readonly kind: 'atom'; readonly id: string; readonly seed: number }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'and' | 'or' | 'if'; readonly of: readonly [Test, Test] };

/** A program before it is written: small enough to be made smaller part by part. */
export interface Plan {
  readonly place: string;
  readonly form: string;
  readonly tests: readonly Test[];
  readonly seed: number;
}

export interface Program {
  readonly plan: Plan;
  readonly place: Place;
  readonly source: string;
  /** The hosts that its author names. */
  readonly hosts: readonly string[];
}

/** What is left out of the programs, by its name, until it is read rightly. */
export interface Left {
  readonly atoms: ReadonlySet<string>;
  readonly forms: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** Places in which a request without `Origin` is not asked about. */
  readonly absent: ReadonlySet<string>;
}

export const NOTHING: Left = { atoms: new Set(), forms: new Set(), places: new Set(), absent: new Set() };

export function planOf(seed: number, left: Left): Plan {
  const dice = new Dice(seed);
  const without = (all: object, names: ReadonlySet<string>) => Object.keys(all).filter(it => !names.has(it));
  const place = dice.pick(without(PLACES, left.places));
  const fitting = Object.entries(FORMS).filter(([id, it]) => !left.forms.has(id) && fits(it, PLACES[place]));
  const [form, { tests }] = dice.pick(fitting);
  const atoms = without(ATOMS, left.atoms);
  return { place, form, tests: Array.from({ length: tests }, () => testOf(dice, atoms, 2)), seed: dice.seed() };
}

/** Every form and every atom by itself, in every place where it fits. */
export function plansOfEach(left: Left = NOTHING): readonly Plan[] {
  const rest = (all: object, names: ReadonlySet<string>) => Object.keys(all).filter(it => !names.has(it));
  const atom = (id: string, seed: number): Test => ({ kind: 'atom', id, seed });
  return rest(PLACES, left.places).flatMap((place, i) => [
    ...rest(FORMS, left.forms)
      .filter(it => fits(FORMS[it], PLACES[place]))
      .map((form, j) => {
        const tests = [atom('equals', i + j), atom('includes', i + j + 1)].slice(0, FORMS[form]?.tests);
        return { place, form, tests, seed: 10 * i + j };
      }),
    ...rest(ATOMS, left.atoms).map((id, j) => ({ place, form: 'if, else', tests: [atom(id, i + j)], seed: i + j })),
  ]);
}

function fits(form: Form | undefined, place: Place | undefined): boolean {
  return (form?.flat === true || !place?.sinks.every(it => it.flat)) && (!form?.waits || place?.waits === true);
}

function testOf(dice: Dice, atoms: readonly string[], depth: number): Test {
  const kind = depth === 0 ? 'atom' : dice.pick(['atom', 'atom', 'atom', 'and', 'or', 'or', 'not', 'if'] as const);
  if (kind === 'atom') return { kind, id: dice.pick(atoms), seed: dice.seed() };
  if (kind === 'not') return { kind, of: testOf(dice, atoms, depth - 1) };
  return { kind, of: [testOf(dice, atoms, depth - 1), testOf(dice, atoms, depth - 1)] };
}

/** The module that a plan stands for. */
export function programOf(plan: Plan): Program {
  const place = PLACES[plan.place];
  const form = FORMS[plan.form];
  if (!place || !form) throw new Error(`there is no ${plan.place} or ${plan.form}`);
  const scene = new Scene(plan.seed, place.o);
  const sinks = form.flat ? place.sinks : place.sinks.filter(it => !it.flat);
  const tests = plan.tests.map(it => written(it, scene));
  const statements = form.write(scene, scene.dice.pick(sinks), tests);
  return { plan, place, source: indented(place.module(statements, scene)), hosts: scene.hosts };
}

function written(test: Test, scene: Scene): string {
  switch (test.kind) {
    case 'atom':
      return ATOMS[test.id]?.(scene.at(test.seed)) ?? 'false';
    case 'not':
      return `!(${written(test.of, scene)})`;
    case 'if':
      return `(${written(test.of[0], scene)} ? ${written(test.of[1], scene)} : false)`;
    default: {
      const [one, two] = test.of.map(it => {
        const text = written(it, scene);
        return it.kind === 'atom' || it.kind === 'and' || it.kind === 'or' ? `(${text})` : text;
      });
      return test.kind === 'and' ? `${one} && ${two}` : `${one} || ${two}`;
    }
  }
}

/** Lines with two blanks for each bracket that is open. */
function indented(lines: readonly string[]): string {
  let depth = 0;
  const result: string[] = [];
  for (const line of lines.flatMap(it => it.split('\n'))) {
    const text = line.trim();
    const plain = text.replace(/'[^']*'|`[^`]*`|\/(?:[^/\\]|\\.)+\//g, '');
    const closing = /^[})\]]+/.exec(plain)?.[0].length ?? 0;
    const change = plain.replace(/[^{([]/g, '').length - plain.replace(/[^})\]]/g, '').length;
    const own = Math.max(0, depth - (closing > 0 ? 1 : 0));
    result.push(text === '' ? '' : '  '.repeat(own) + text);
    depth = Math.max(0, depth + Math.sign(change));
  }
  return `${result.join('\n')}\n`;
}

/** The plans that are a step smaller. */
export function smaller(plan: Plan): readonly Plan[] {
  const tests = plan.tests.flatMap((test, i) =>
    parts(test).map(part => ({ ...plan, tests: plan.tests.with(i, part) })),
  );
  const alone = plan.tests.length > 0 && plan.form !== 'if, else' ? plan.tests.map(it => only(plan, it)) : [];
  const plain = plan.place === 'cors' ? [] : [{ ...plan, place: 'cors' }];
  return [...alone, ...tests, ...plain];
}

function only(plan: Plan, test: Test): Plan {
  return { ...plan, form: 'if, else', tests: [test] };
}

function parts(test: Test): readonly Test[] {
  if (test.kind === 'atom') return [];
  if (test.kind === 'not') return [test.of, ...parts(test.of).map((of): Test => ({ kind: 'not', of }))];
  const [one, two] = test.of;
  return [
    one,
    two,
    ...parts(one).map((it): Test => ({ ...test, of: [it, two] })),
    ...parts(two).map((it): Test => ({ ...test, of: [one, it] })),
  ];
}

/** What a plan is made of, in a word for each part. */
export function kindOf({ place, form, tests }: Plan): string {
  return [place, form, ...tests.map(nameOf)].join(' | ');
}

function nameOf(test: Test): string {
  if (test.kind === 'atom') return test.id;
  return test.kind === 'not' ? `not (${nameOf(test.of)})` : `${test.kind} (${test.of.map(nameOf).join('; ')})`;
}
