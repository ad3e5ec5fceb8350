import type { Concatenation, Element, Expression } from 'refa';
import {
  CharSet,
  CombinedTransformer,
  DFA,
  isDisjointWith,
  JS,
  NFA,
  type NoParent,
  Transformers,
  transform,
} from 'refa';
import type { Acceptor, Subject } from '../../server/src/model/acceptor.ts';

/**
 * A second opinion on acceptors, from refa's automata. An origin is written with marks for where its parts begin and
 * end, so that `^` and `$` are characters: `S https: C // H host E :P port Z`.
 */
const marks = { S: 0xe100, C: 0xe101, H: 0xe102, E: 0xe103, P: 0xe104, Z: 0xe105 };
type Mark = keyof typeof marks;
const max = 0xffff;
const all = CharSet.all(max);
const allMarks = CharSet.fromRange(max, { min: 0xe100, max: 0xe105 });

interface Reach {
  readonly start: Mark;
  readonly end: Mark;
  /** Marks that the subject steps over. */
  readonly skips: readonly Mark[];
  /** Marks that lie behind the subject's end, before its start. */
  readonly behind: readonly Mark[];
  readonly before: readonly Mark[];
}

const reaches: Readonly<Record<Exclude<Subject, 'url-origin'>, Reach>> = {
  origin: { start: 'S', end: 'Z', skips: ['C', 'H', 'E', 'P'], behind: [], before: [] },
  protocol: { start: 'S', end: 'C', skips: [], behind: ['C'], before: [] },
  hostname: { start: 'H', end: 'E', skips: [], behind: ['E'], before: ['H'] },
  host: { start: 'H', end: 'Z', skips: ['E', 'P'], behind: [], before: ['H'] },
  port: { start: 'P', end: 'Z', skips: [], behind: [], before: ['P'] },
};

const options = { maxNodes: 60_000 };

function marked(names: readonly Mark[]): CharSet {
  return CharSet.fromCharacters(
    max,
    names.map(it => marks[it]),
  );
}

function without(names: readonly Mark[]): CharSet {
  return all.without(marked(names));
}

function charClass(characters: CharSet): NoParent<Element> {
  return { type: 'CharacterClass', characters };
}

function star(characters: CharSet): NoParent<Element> {
  return {
    type: 'Quantifier',
    min: 0,
    max: Number.POSITIVE_INFINITY,
    lazy: false,
    alternatives: [{ type: 'Concatenation', elements: [charClass(characters)] }],
  };
}

/** What resolves assertions without the steps that hold only for searches, in which loops at the edges are idle. */
const settings = { ignoreAmbiguity: true, ignoreOrder: true };
const resolve = new CombinedTransformer([
  Transformers.inline(settings),
  Transformers.removeDeadBranches(settings),
  Transformers.unionCharacters(settings),
  Transformers.moveUpEmpty(settings),
  Transformers.nestedQuantifiers(settings),
  Transformers.sortAssertions(settings),
  Transformers.applyAssertions(settings),
]);

function hasAssertion(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || node instanceof CharSet) return false;
  if ('type' in node && node.type === 'Assertion') return true;
  return Object.entries(node).some(([key, value]) => key !== 'parent' && hasAssertion(value));
}

/** The marked origins whose subject the pattern finds a match in; undefined where refa cannot express it. */
function patternLanguage(source: string, flags: string, subject: Exclude<Subject, 'url-origin'>): NFA | undefined {
  const reach = reaches[subject];
  try {
    const anchored = flags.includes('y') ? `^(?:${source})` : source;
    const parser = JS.Parser.fromLiteral({ source: anchored, flags: flags.replace(/[gy]/g, '') });
    const { expression } = parser.parse({ backreferences: 'throw', maxBackreferenceWords: 0 });
    // The loops before and behind make the search; what lies outside the subject's marks is out of their reach.
    const body: NoParent<Expression> = {
      type: 'Expression',
      alternatives: [
        {
          type: 'Concatenation',
          elements: [
            star(without(reach.behind)),
            { type: 'Alternation', alternatives: expression.alternatives.map(it => concatenation(it, reach)) },
            star(without(reach.before)),
          ],
        },
      ],
    };
    const plain = hasAssertion(body) ? transform(resolve, body) : body;
    return NFA.fromRegex(plain, { maxCharacter: max }, {}, new NFA.LimitedNodeFactory(options.maxNodes));
  } catch {
    return undefined;
  }
}

function concatenation(node: NoParent<Concatenation>, reach: Reach): NoParent<Concatenation> {
  return { type: 'Concatenation', elements: node.elements.flatMap(it => element(it, reach)) };
}

function element(node: NoParent<Element>, reach: Reach): NoParent<Element>[] {
  switch (node.type) {
    case 'CharacterClass': {
      const skipped = marked(reach.skips);
      const own = charClass(node.characters.without(allMarks));
      return reach.skips.length > 0 ? [own, star(skipped)] : [own];
    }
    case 'Alternation':
      return [{ ...node, alternatives: node.alternatives.map(it => concatenation(it, reach)) }];
    case 'Quantifier':
      return [{ ...node, alternatives: node.alternatives.map(it => concatenation(it, reach)) }];
    case 'Assertion': {
      const [only] = node.alternatives;
      const [edge] = only?.elements ?? [];
      if (node.negate && node.alternatives.length === 1 && edge?.type === 'CharacterClass' && edge.characters.isAll) {
        const mark = marks[node.kind === 'behind' ? reach.start : reach.end];
        return [charClass(CharSet.fromCharacter(max, mark))];
      }
      return [{ ...node, alternatives: node.alternatives.map(it => concatenation(it, reach)) }];
    }
    default:
      throw new Error('not expressible');
  }
}

/** `^(?!a)b` is `^b` without `^a`; refa leaves such assertions alone. */
const leading = /^\^\(\?([!=])((?:[^()\\]|\\.)*)\)/;

function fullLanguage(source: string, flags: string, subject: Exclude<Subject, 'url-origin'>): NFA | undefined {
  const match = leading.exec(source);
  if (!match) return patternLanguage(source, flags, subject);
  const [whole, sign, inner = ''] = match;
  const rest = source.slice(whole.length);
  if (/[^\\]\|/.test(rest.replace(/\([^()]*\)/g, ''))) return undefined;
  const [ahead, after] = [patternLanguage(`^(?:${inner})`, flags, subject), fullLanguage(`^${rest}`, flags, subject)];
  if (!ahead || !after) return undefined;
  return NFA.fromIntersection(after, sign === '!' ? complement(ahead) : ahead);
}

function complement(language: NFA): NFA {
  const dfa = DFA.fromFA(language, new DFA.LimitedNodeFactory(options.maxNodes));
  dfa.complement();
  return NFA.fromFA(dfa);
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The marked origins that the acceptor takes; undefined where refa cannot express it. */
export function languageOf(acceptor: Acceptor): NFA | undefined {
  switch (acceptor.kind) {
    case 'all':
      return NFA.all({ maxCharacter: max });
    case 'none':
      return NFA.empty({ maxCharacter: max });
    case 'matches':
      return acceptor.subject === 'url-origin'
        ? undefined
        : fullLanguage(acceptor.source, acceptor.flags, acceptor.subject);
    case 'equals':
    case 'starts':
    case 'ends':
    case 'contains': {
      if (typeof acceptor.text !== 'string' || acceptor.subject === 'url-origin') return undefined;
      const before = acceptor.kind === 'equals' || acceptor.kind === 'starts' ? '^' : '';
      const after = acceptor.kind === 'equals' || acceptor.kind === 'ends' ? '$' : '';
      return patternLanguage(before + quoted(acceptor.text) + after, '', acceptor.subject);
    }
    case 'not': {
      const of = languageOf(acceptor.of);
      return of && complement(of);
    }
    case 'and':
    case 'or': {
      const of = acceptor.of.map(languageOf);
      let result: NFA | undefined;
      for (const it of of) {
        if (!it) return undefined;
        if (!result) result = it;
        else if (acceptor.kind === 'and') result = NFA.fromIntersection(result, it);
        else {
          const either = NFA.fromFA(result);
          either.union(it);
          result = either;
        }
      }
      return result;
    }
    default:
      return undefined;
  }
}

/** http(s) origins, marked; `host` and `port` are regular expressions. */
export function webOrigins(schemes: string, host: string, port = '(?::P[1-9](?:\\d{3})?|P)'): NFA {
  const [S, C, H, E, P, Z] = 'SCHEPZ'.split('').map(it => String.fromCharCode(marks[it as Mark]));
  const source = `${S}(?:${schemes}):${C}\\/\\/${H}(?:${host})${E}(?:${port.replaceAll('P', P ?? '')})${Z}`;
  const { expression } = JS.Parser.fromLiteral({ source, flags: '' }).parse();
  return NFA.fromRegex(expression, { maxCharacter: max });
}

export function butNot(language: NFA, other: NFA): NFA {
  return NFA.fromIntersection(language, complement(other));
}

/** Whether the acceptor's language and `set` have an origin in common. */
export function meets(language: NFA, set: NFA): boolean {
  return !isDisjointWith(language, set);
}

/** Whether the acceptor's language holds all of `set`. */
export function covers(language: NFA, set: NFA): boolean {
  return isDisjointWith(complement(language), set);
}

/** Whether the acceptor's language holds this origin. */
export function includes(language: NFA, origin: string): boolean {
  const [, scheme, host, port = ''] = /^([a-z]+):\/\/(.*?)(?::(\d+))?$/.exec(origin) ?? [];
  const [S, C, H, E, P, Z] = 'SCHEPZ'.split('').map(it => String.fromCharCode(marks[it as Mark]));
  const text = `${S}${scheme}:${C}//${H}${host}${E}${port === '' ? '' : ':'}${P}${port}${Z}`;
  return language.test([...text].map(it => it.charCodeAt(0)));
}
