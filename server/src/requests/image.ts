import { known, type Setting } from '../model/policy.ts';
import type { CorsRequest, CredentialsMode, RequestMode } from '../model/request.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { isUndefined, literal, textOf, type Value } from '../syntax/value.ts';
import { type Write, writesTo } from '../syntax/writes.ts';
import type { Span } from '../text/span.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { plain } from './made.ts';
import { urlsOf } from './url.ts';

type Assigned = Omit<Write, 'names'>;

/**
 * Pictures that a script loads: `new Image()` and `document.createElement('img')`, by what is assigned to `src` and `crossOrigin`.
 * https://html.spec.whatwg.org/multipage/images.html#updating-the-image-data
 */
export const image: RequestClient = {
  id: 'image',
  title: 'Image',
  docs: 'https://html.spec.whatwg.org/multipage/embedded-content.html#the-img-element',
  // Pictures that are only shown are no matter of CORS.
  mentions: ['crossorigin', 'drawimage'],
  names: /^(?:Image|createElement)$/,

  read(call, reading) {
    if (!isPicture(call)) return [];
    const { span } = call;
    const file = reading.project.code(span.path);
    const sources = file ? assignedTo(file, 'src', span) : [];
    const [source] = sources;
    if (!file || !source || sources.length > 1) return [];
    const asked = assignedTo(file, 'crossOrigin', span).at(-1)?.value;
    if (!asked && callsOf(file, /^setAttribute(NS)?$/, span).length > 0) return [];
    const { mode, credentials } = modeOf(asked, source.at);
    const drawn = known(mode) === 'no-cors' ? drawnOf(file, span, source) : undefined;
    return eachCase([source.value], span, reading.lookup, ([target], guards) =>
      urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(source.statement),
        client: 'image',
        url: it.url,
        mode,
        credentials,
        reads: { body: 'yes', status: 'no', headers: [] },
        ...(drawn ? { drawn } : {}),
        guards: [...guards, ...it.guards],
      })),
    );
  },
};

function isPicture(call: Pick<CallSite, 'callee' | 'args' | 'construct'>): boolean {
  const { callee } = call;
  if (callee.kind !== 'external' || callee.module !== '') return false;
  if (call.construct) return /^(?:window\.|globalThis\.)?Image$/.test(callee.name);
  return callee.name === 'document.createElement' && textOf(call.args[0])?.toLowerCase() === 'img';
}

function isOf(value: Value, made: Span): boolean {
  return value.kind === 'call' && value.span.path === made.path && value.span.start === made.start;
}

function assignedTo(file: CodeFile, name: string, made: Span): readonly Assigned[] {
  return writesTo(file, name).filter(it => isOf(it.object, made));
}

function callsOf(file: CodeFile, names: RegExp, made: Span): readonly CallSite[] {
  return file.calls(it => names.test(it)).filter(({ callee }) => callee.kind === 'member' && isOf(callee.object, made));
}

/** Any text but `use-credentials` asks without cookies; without the attribute, and for `null`, CORS is not asked for. */
function modeOf(
  asked: Value | undefined,
  at: Span,
): { readonly mode: Setting<RequestMode>; readonly credentials: Setting<CredentialsMode> } {
  const place = asked?.span ?? at;
  if (!asked || isUndefined(asked) || (asked.kind === 'literal' && asked.value === null))
    return {
      mode: { kind: 'default', value: 'no-cors', at: place },
      credentials: { kind: 'default', value: 'include', at: place },
    };
  const text = textOf(asked);
  if (text !== undefined)
    return {
      mode: { kind: 'written', value: 'cors', at: place },
      credentials: {
        kind: 'written',
        value: text.toLowerCase() === 'use-credentials' ? 'include' : 'same-origin',
        at: place,
      },
    };
  const unsure = { kind: 'dynamic', why: 'what `crossOrigin` is given is not known', at: asked.span } as const;
  return { mode: unsure, credentials: unsure };
}

/** Where the canvas is read on which the picture is drawn, with the source that would load it with CORS. */
function drawnOf(file: CodeFile, made: Span, source: Assigned): CorsRequest['drawn'] {
  const draws = file.calls(it => it === 'drawImage' || it === 'texImage2D' || it === 'createPattern');
  if (!draws.some(it => it.args.some(arg => isOf(arg, made)))) return undefined;
  const [reading] = file.calls(it => /^(?:toDataURL|toBlob|getImageData|convertToBlob)$/.test(it));
  const { at, statement } = source;
  const name = file.text.slice(at.start, at.end).replace(/\.src$/, '');
  const indent = /[^\S\n]*$/.exec(file.text.slice(0, statement.start))?.[0] ?? '';
  const written = file.text.slice(statement.start, statement.end);
  if (!reading || !/^[\w$.]+$/.test(name)) return undefined;
  return {
    at: reading.nameSpan,
    by: reading.name,
    rewrite: { at: statement, source: `${name}.crossOrigin = 'anonymous';\n${indent}${written}` },
  };
}
