import { type CorsPolicy, known } from '../../model/policy.ts';
import type { Document } from '../../syntax/document.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';
import { addAfter } from './insert.ts';
import { type Reached, reachedFrom } from './reached.ts';

const VARY = /^vary$/i;

/** Sends `Vary: Origin` whatever the origin: before what decides on the header, or beside the header. */
export function writeVary(policy: CorsPolicy, read: Read): readonly TextEdit[] | undefined {
  const { entry } = policy.origins;
  const file = entry && read(entry.path);
  if (!entry || !file) return undefined;
  if (policy.vary.kind === 'written' && known(policy.vary) === 'never') return extend(policy.vary.at, read);
  switch (file.role(file.link(entry))) {
    case 'statement':
    case 'sole':
      return before(policy, entry, file, read);
    case 'link':
      return isDecided(entry, policy, file, read) ? undefined : addAfter(entry, 'Vary', 'Origin', read);
    case 'element':
      return policy.vary.kind === 'written' ? undefined : addAfter(entry, 'Vary', 'Origin', read);
    case 'property':
      return beside(policy, entry, file, read);
    default:
      return undefined;
  }
}

/** Another name in a `Vary` that is there. */
function extend(at: Span, read: Read): readonly TextEdit[] | undefined {
  const file = read(at.path);
  const [, open, inner, close] = /^(['"])([^'"\\]+)(['"])$/.exec(file?.source(at) ?? '') ?? [];
  return inner === undefined ? undefined : file?.replace(at, `${open}${inner}, Origin${close}`);
}

/** Whether the statement of a place may be passed over, in its own function or by whoever calls that. */
function isDecided(at: Span, policy: CorsPolicy, file: Document, read: Read): boolean {
  const reached = reachedFrom(at, '', policy, read);
  return !reached || reached.decided || isSentHere(policy, file, at);
}

/** Whether the lines that send `Vary` do so whenever their function is called: then it is others who decide. */
function isSentHere({ vary }: CorsPolicy, file: Document, at: Span): boolean {
  const entry = vary.kind === 'written' ? vary.entry : undefined;
  if (known(vary) !== 'when-matched' || entry?.path !== file.path) return false;
  const own = file.namedFunction(at)?.span;
  const same = own === undefined || (own.start <= entry.start && entry.end <= own.end);
  return same && file.decision(entry)?.start === file.statement(entry)?.start;
}

/** In an object: beside the header where every answer has the object, else before the call that is given it. */
function beside(policy: CorsPolicy, entry: Span, file: Document, read: Read): readonly TextEdit[] | undefined {
  const object = file.object(entry);
  if (!object || object.chosen) return undefined;
  const call = object.argumentOf && file.statement(object.argumentOf);
  const has = object.properties.some(it => VARY.test(it.name ?? ''));
  if (call && file.call(call)?.span.start === object.argumentOf?.start && (has || isDecided(entry, policy, file, read)))
    return before(policy, call, file, read);
  if (has) return undefined;
  const [here, others] = [addAfter(entry, 'Vary', 'Origin', read), refusals(policy, file)];
  return here && others ? [...here, ...others] : undefined;
}

/**
 * `Vary` for the responses of refused origins that are written out beside the others; undefined where one is written in a way
 * that takes no header.
 */
function refusals({ origins }: CorsPolicy, file: Document): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { outcome, at } of origins.branches ?? []) {
    if (outcome !== 'deny') continue;
    const objects = file.objects(at);
    if (objects.some(it => it.properties.some(({ name }) => VARY.test(name ?? '')))) continue;
    const headers = objects.find(it => it.of === 'headers');
    const answer = objects.find(it => it.properties.some(({ name }) => name === 'statusCode' || name === 'status'));
    const added = headers
      ? file.addProperty(headers.span, 'Vary', "'Origin'")
      : answer && file.addProperty(answer.span, 'headers', "{ Vary: 'Origin' }");
    if (!added) return undefined;
    edits.push(...added);
  }
  return edits;
}

function before(policy: CorsPolicy, entry: Span, file: Document, read: Read): readonly TextEdit[] | undefined {
  const call = file.call(entry);
  const index = call ? undefined : file.assigned(entry);
  const receiver = call?.receiver ?? index;
  if (!receiver || !file.repeatable(receiver)) return undefined;
  const reached = reachedFrom(entry, file.source(receiver), policy, read);
  if (!reached || (!reached.decided && isSentHere(policy, file, entry))) return undefined;
  const { target, on } = reached;
  const names = reached.outside ? new Set([/^[\w$]+/.exec(on)?.[0] ?? '']) : file.names(receiver);
  const end = reached.outside ? target.end : entry.start;
  if ([...reached.file.declared(target.start, end)].some(it => names.has(it))) return undefined;
  const name = file.pair(entry, /^access-control-allow-origin$/i);
  const spelled = name && name.key === name.key.toLowerCase() ? 'vary' : 'Vary';
  const quote = (name && file.text[name.name.start]) ?? file.quote;
  const line = index ? `${on}['${spelled}'] = 'Origin'` : idiom(on, call?.name ?? '', spelled, file);
  const text = `${line.replaceAll("'", quote)}${file.source(entry).endsWith(';') ? ';' : ''}`;
  // What stands there already has not helped.
  if (reached.file.text.slice(0, target.start).trimEnd().endsWith(text)) return undefined;
  const added = reached.file.insertBefore(target, text);
  const removed = conditional(policy, file, reached);
  return added && [...added, ...removed];
}

/** How this kind of response adds to `Vary`. */
function idiom(receiver: string, method: string, name: string, file: Document): string {
  if (/(^|\.)headers$/i.test(receiver) || (method === 'append' && !/^res/i.test(receiver)))
    return `${receiver}.append('${name}', 'Origin')`;
  const isResponse = /^res(ponse)?$/.test(receiver);
  const bare = method === 'setHeader' || method === 'writeHead';
  if (
    (isResponse && file.imports('express')) ||
    (/^(res|response|ctx)$/.test(receiver) && !bare && !file.imports('fastify'))
  )
    return `${receiver}.vary('Origin')`;
  if (receiver === 'c') return `${receiver}.header('${name}', 'Origin', { append: true })`;
  const setter = method === 'writeHead' ? 'setHeader' : method === 'headers' ? 'header' : method;
  return `${receiver}.${setter}('${name}', 'Origin')`;
}

/** A `Vary: Origin` that only accepted origins get is not needed any more, unless others call the function that it stands in. */
function conditional({ vary }: CorsPolicy, file: Document, { target, outside }: Reached): readonly TextEdit[] {
  const at = vary.kind === 'written' ? vary.entry : undefined;
  if (!at || at.path !== file.path || outside || at.start < target.start) return [];
  const role = file.role(at);
  const call = file.call(at);
  const value = file.pair(at, VARY)?.value;
  const said = call?.name === 'vary' && call.args.length === 1 ? call.args[0] : value;
  if (!said || !/^['"]\s*origin\s*['"]$/i.test(file.source(said))) return [];
  return role === 'statement' || role === 'property' ? (file.remove(at) ?? []) : [];
}
