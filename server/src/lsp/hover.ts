import type { Hover } from 'vscode-languageserver';
import { describe } from '../analysis/describe.ts';
import type { CorsPolicy, Setting } from '../model/policy.ts';
import { contains, type Span } from '../text/span.ts';
import { rangeOf } from './convert.ts';
import type { Session } from './session.ts';

/** What the policy under the cursor means, in plain English, and where that stands. */
export function hover(path: string, offset: number, session: Session, markdown: boolean): Hover | null {
  const [policy] = session.policiesAt(path, offset);
  if (!policy) return null;
  const link = (at: Span) => {
    const line = session.linesOf(at.path).position(at.start).line + 1;
    const name = at.path === path ? '' : `${at.path.slice(at.path.lastIndexOf('/') + 1)} `;
    return !markdown ? `${name}line ${line}` : `[${name}line ${line}](${session.uriOf(at.path)}#L${line})`;
  };
  const shown = contains(policy.at, { path, start: offset, end: offset }) ? policy.at : policy.whole;
  const sentences = describe(policy).map(it => `- ${it}`);
  const value = ['**CORS policy**', sentences.join('\n'), sources(policy, link)].join('\n\n');
  return {
    contents: markdown ? { kind: 'markdown', value } : { kind: 'plaintext', value: plain(value) },
    ...(shown.path === path ? { range: rangeOf(session.linesOf(path), shown) } : {}),
  };
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
