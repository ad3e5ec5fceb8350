import type { Hover } from 'vscode-languageserver';
import { describe } from '../analysis/describe.ts';
import { type Call, callsAt, describeCall } from '../analysis/describe-call.ts';
import type { CorsPolicy, Setting } from '../model/policy.ts';
import { contains, type Span } from '../text/span.ts';
import { rangeOf } from './convert.ts';
import type { Session } from './session.ts';

/** What the policy or the call under the cursor means, in plain English, and where that stands: whichever is narrower. */
export function hover(path: string, offset: number, session: Session, markdown: boolean): Hover | null {
  const at = { path, start: offset, end: offset };
  const [policy] = session.policiesAt(path, offset);
  const shown = policy && (contains(policy.at, at) ? policy.at : policy.whole);
  const calls = [...session.groups()].flatMap(([{ sites }, facts]) => callsAt(at, facts, sites));
  const call = calls[0]?.request.at;
  const say = { path, session, markdown };
  if (call && !(policy && shown?.path === path && contains(call, shown))) return ofCalls(calls, call, say);
  return policy && shown ? ofPolicy(policy, shown, say) : null;
}

interface Say {
  readonly path: string;
  readonly session: Session;
  readonly markdown: boolean;
}

function ofPolicy(policy: CorsPolicy, shown: Span, say: Say): Hover {
  const link = (at: Span) => placeLink(at, say);
  const sentences = describe(policy).map(it => `- ${it}`);
  return made(['**CORS policy**', sentences.join('\n'), sources(policy, link)], shown, say);
}

function ofCalls(calls: readonly Call[], shown: Span, say: Say): Hover {
  const link = (text: string, at: Span) =>
    say.markdown ? `[${text}](${placeUrl(at, say)})` : `${text} (${placeLink(at, say)})`;
  const told = calls.slice(0, MOST).map(it =>
    describeCall(it, link)
      .map(own => `- ${own}`)
      .join('\n'),
  );
  const ofPage = calls.every(it => it.request.runs.where !== 'unknown');
  return made([ofPage ? '**Call of a page**' : '**Call**', ...told], shown, say);
}

/** The environment may decide among more: these are told. */
const MOST = 3;

function made(parts: readonly string[], shown: Span, { path, session, markdown }: Say): Hover {
  const value = parts.filter(Boolean).join('\n\n');
  return {
    contents: markdown ? { kind: 'markdown', value } : { kind: 'plaintext', value: plain(value) },
    ...(shown.path === path ? { range: rangeOf(session.linesOf(path), shown) } : {}),
  };
}

function placeLink(at: Span, say: Say): string {
  const name = at.path === say.path ? '' : `${at.path.slice(at.path.lastIndexOf('/') + 1)} `;
  const text = `${name}line ${lineOf(at, say)}`;
  return say.markdown ? `[${text}](${placeUrl(at, say)})` : text;
}

function placeUrl(at: Span, say: Say): string {
  return `${say.session.uriOf(at.path)}#L${lineOf(at, say)}`;
}

function lineOf(at: Span, { session }: Say): number {
  return session.linesOf(at.path).position(at.start).line + 1;
}

/** Without the marks of Markdown that stand in a hover. */
function plain(text: string): string {
  return text.replace(/\*\*([^*]+)\*\*|(?<!\S)\*(\w[^*]*)\*(?!\S)/g, '$1$2').replace(/`([^`]*)`/g, '$1');
}

/** Where each setting comes from: a place, or the defaults of the library. */
function sources(policy: CorsPolicy, link: (at: Span) => string): string {
  const settings: readonly (readonly [string, Pick<Setting<unknown>, 'kind' | 'at'>])[] = [
    ['origins', { kind: policy.origins.from, at: policy.origins.at }],
    ['credentials', policy.credentials],
    ['methods', policy.methods],
    ['request headers', policy.allowedHeaders],
    ['response headers', policy.exposedHeaders],
    ['preflight cache', policy.maxAge],
  ];
  const written = settings.filter(([, it]) => it.kind !== 'default').map(([name, it]) => `${name} ${link(it.at)}`);
  const defaults = settings.filter(([, it]) => it.kind === 'default').map(([name]) => name);
  return [
    ...(written.length > 0 ? [`*Written:* ${written.join(', ')}.`] : []),
    ...(defaults.length > 0 ? [`*By default:* ${defaults.join(', ')}.`] : []),
  ].join(' ');
}
