import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, FALSE, not, TRUE } from '../../../syntax/test.ts';
import { literal, type Test, unknown, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { corsHeader } from '../../headers/lines.ts';
import { methodIs, under } from '../conditions.ts';
import type { Operation } from '../operations.ts';
import type { ProxyWay } from '../proxies.ts';
import { type Acls, aclsIn, conditionIn, withoutCondition } from './conditions.ts';
import { formatted, type Moment, sampled } from './samples.ts';

/** One way of a request through the rules of a frontend and a backend. */
export type Way = ProxyWay;

/** The sections that requests go through, in order. */
export interface Route {
  readonly sections: readonly Directive[];
  readonly options?: boolean;
}

interface State {
  readonly when: Test;
  readonly variables: ReadonlyMap<string, Value>;
  readonly captures: readonly Value[];
  readonly operations: readonly Operation[];
  readonly answered?: Way['answered'];
  /** How many sections it has come through. */
  readonly reached: number;
}

const MOST = 64;

/** Every way to an answer; undefined where there are too many. */
export function waysThrough({ sections, options }: Route): readonly Way[] | undefined {
  const [first] = sections;
  if (!first) return [];
  const method = methodIs('OPTIONS', first.head);
  const when = options === undefined ? TRUE : options ? method : not(method);
  let states: readonly State[] = [{ when, variables: new Map(), captures: [], operations: [], reached: 0 }];
  for (const section of sections) {
    const acls = aclsIn(section.block ?? []);
    states = states.map(it => (it.answered ? it : { ...it, reached: it.reached + 1 }));
    for (const rule of section.block ?? []) {
      if (states.length > MOST) return undefined;
      states = states.flatMap(it => (it.answered ? [it] : requested(rule, it, acls, options)));
    }
  }
  // Rules for responses are done from the backend to the frontend.
  return states.map(state => {
    const passed = sections.slice(0, state.reached).toReversed();
    const rules = (name: string) =>
      passed.flatMap(section => responded(section, name, aclsIn(section.block ?? []), state, options));
    return {
      when: state.when,
      ...(options === undefined ? {} : { options }),
      operations: [
        ...state.operations,
        ...(state.answered ? [] : rules('http-response')),
        ...rules('http-after-response'),
      ],
      ...(state.answered ? { answered: state.answered } : {}),
      at: state.answered?.at ?? first.head,
    };
  });
}

function momentOf({ variables, captures }: State, phase: Moment['phase']): Moment {
  return { phase, variables, captures };
}

function testOf(rule: Directive, acls: Acls, moment: Moment, options: boolean | undefined): Test {
  const test = conditionIn(rule.args, acls, moment);
  return options === undefined ? test : under(test, options);
}

function taken(state: State, test: Test): readonly State[] {
  const when = and(state.when, test);
  return when === FALSE ? [] : [{ ...state, when }];
}

function requested(rule: Directive, state: State, acls: Acls, options: boolean | undefined): readonly State[] {
  const moment = momentOf(state, 'request');
  if (rule.name === 'capture' && /^request header /.test(rule.args.map(it => it.text).join(' ')))
    return [captured(state, `req.hdr(${rule.args[2]?.text})`, rule.span)];
  if (rule.name === 'redirect')
    return answered(rule, state, testOf(rule, acls, moment, options), redirected(rule.args));
  if (rule.name !== 'http-request') return [state];
  const [action, ...args] = withoutCondition(rule.args);
  const test = testOf(rule, acls, moment, options);
  const [, variable] = /^set-var(?:-fmt)?\(([\w.]+)/.exec(action?.text ?? '') ?? [];
  if (variable !== undefined) {
    const value = action?.text.startsWith('set-var-fmt')
      ? args[0] && formatted(args[0], moment)
      : sampled(args.map(it => it.text).join(''), args[0]?.span ?? rule.span, moment);
    return [{ ...state, variables: assigned(state.variables, variable, value ?? literal(rule.span, ''), test, rule) }];
  }
  switch (action?.text) {
    case 'capture':
      return [captured(state, args[0]?.text ?? '', rule.span)];
    case 'return':
      return answered(rule, state, test, returned(args), headersIn(args, moment));
    case 'deny':
    case 'reject':
      return answered(rule, state, test, statusAfter(args, /^(deny_)?status$/) ?? 403);
    case 'auth':
      return answered(rule, state, test, 401);
    case 'redirect':
      return answered(rule, state, test, redirected(args));
    default:
      return [state];
  }
}

function captured(state: State, sample: string, span: Span): State {
  return { ...state, captures: [...state.captures, sampled(sample, span, momentOf(state, 'request'))] };
}

/** A variable that is set under a condition keeps what it held where that does not hold. */
function assigned(
  variables: ReadonlyMap<string, Value>,
  name: string,
  value: Value,
  test: Test,
  { span }: Directive,
): ReadonlyMap<string, Value> {
  if (test === FALSE) return variables;
  const former = variables.get(name) ?? literal(span, '');
  const branches = [
    { when: test, value },
    { when: not(test), value: former },
  ];
  const held: Value = test === TRUE ? value : { kind: 'choice', branches: branches.flatMap(flattened), span };
  return new Map([...variables, [name, branches.length > MOST ? unknown(span, 'too many conditions', true) : held]]);
}

function flattened({ when, value }: { readonly when: Test; readonly value: Value }) {
  return value.kind === 'choice'
    ? value.branches.map(it => ({ when: and(when, it.when), value: it.value }))
    : [{ when, value }];
}

function answered(
  { span }: Directive,
  state: State,
  test: Test,
  status: number,
  operations: readonly Operation[] = [],
): readonly State[] {
  const here = taken(state, test).map(it => ({ ...it, operations, answered: { status, at: span } }));
  return [...here, ...taken(state, not(test))];
}

function returned(args: readonly Word[]): number {
  return statusAfter(args, /^status$/) ?? 200;
}

function redirected(args: readonly Word[]): number {
  return statusAfter(args, /^code$/) ?? 302;
}

function statusAfter(args: readonly Word[], word: RegExp): number | undefined {
  const text = args[args.findIndex(it => word.test(it.text)) + 1]?.text ?? '';
  return args.some(it => word.test(it.text)) && /^\d{3}$/.test(text) ? Number(text) : undefined;
}

/** `hdr name format` of `http-request return`, as often as there are headers. */
function headersIn(args: readonly Word[], moment: Moment): readonly Operation[] {
  return args.flatMap((it, index): readonly Operation[] => {
    const [name, value] = args.slice(index + 1, index + 3);
    const header = it.text === 'hdr' && !it.quote ? corsHeader(name?.text) : undefined;
    if (header === undefined || !name || !value) return [];
    const entry = { ...it.span, end: value.span.end };
    const held = formatted(value, moment);
    return [{ name: header, action: 'add', value: held, when: TRUE, nameSpan: name.span, entry, omitsEmpty: true }];
  });
}

const ACTIONS: Readonly<Record<string, Operation['action']>> = {
  'set-header': 'set',
  'add-header': 'add',
  'del-header': 'delete',
  'replace-header': 'change',
  'replace-value': 'change',
};

function responded(
  section: Directive,
  name: string,
  acls: Acls,
  state: State,
  options: boolean | undefined,
): readonly Operation[] {
  const moment = momentOf(state, 'response');
  return (section.block ?? []).flatMap((rule): readonly Operation[] => {
    if (rule.name !== name) return [];
    const [first, header, value] = withoutCondition(rule.args);
    const action = ACTIONS[first?.text ?? ''];
    const known = corsHeader(header?.text);
    const when = testOf(rule, acls, moment, options);
    if (!action || !header || known === undefined || when === FALSE) return [];
    const held = value && action !== 'delete' ? formatted(value, moment) : literal(rule.span, '');
    return [{ name: known, action, value: held, when, nameSpan: header.span, entry: rule.span }];
  });
}
