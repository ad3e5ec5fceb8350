import type { CorsPolicy, NameList, Setting } from '../model/policy.ts';
import type { Span } from '../text/span.ts';

/** A policy in plain English, as Markdown; `place` renders a link to where a setting comes from. */
export function describe(policy: CorsPolicy, place: (at: Span) => string): string {
  const library = policy.library ? ` · ${policy.library.name} ${policy.library.version}` : '';
  return [
    `**CORS policy**${library}`,
    [
      `- Who may read: ${who(policy)} (${place(policy.origins.at)})`,
      `- Credentials: ${setting(policy.credentials, it => (it ? 'yes' : 'no'), place)}`,
      `- Methods: ${setting(policy.methods, names, place)}`,
      `- Request headers: ${setting(policy.allowedHeaders, names, place)}`,
      `- Readable response headers: ${setting(policy.exposedHeaders, names, place)}`,
      `- Preflight cache: ${setting(policy.maxAge, it => (it === undefined ? 'as the browser likes' : `${it} s`), place)}`,
    ].join('\n'),
  ].join('\n\n');
}

function who({ origins }: CorsPolicy): string {
  const listed = origins.listed.map(it => `\`${it.text}\``).join(', ');
  if (origins.mode === 'any') return 'every website';
  if (origins.mode === 'echo-any') return 'every website, each by its own name';
  if (origins.mode === 'none') return 'no other website';
  if (origins.mode === 'dynamic') return 'decided at run time';
  return listed || 'the websites that a check lets in';
}

function names(list: NameList): string {
  if (list.kind === 'any') return 'any';
  if (list.kind === 'reflect') return 'whatever is asked for';
  return list.names.map(it => `\`${it.text}\``).join(', ') || 'none';
}

function setting<T>(it: Setting<T>, show: (value: T) => string, place: (at: Span) => string): string {
  if (it.kind === 'written') return `${show(it.value)} (${place(it.at)})`;
  if (it.kind === 'default') return `${show(it.value)} (default)`;
  if (it.kind === 'dynamic') return `decided at run time: ${it.why} (${place(it.at)})`;
  return `${it.values.map(show).join(' or ')} (${place(it.at)})`;
}
