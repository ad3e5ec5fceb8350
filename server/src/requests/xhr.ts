import { normaliseMethod } from '../fetch/methods.ts';
import type { Setting } from '../model/policy.ts';
import type { CredentialsMode } from '../model/request.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
import { writesTo } from '../syntax/writes.ts';
import type { Span } from '../text/span.ts';
import { contentTypeOf, typeOfBody } from './body.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { type HeadersRead, headersOf } from './headers.ts';
import { plain } from './made.ts';
import { settingOf } from './setting.ts';
import { urlsOf } from './url.ts';

/** `XMLHttpRequest`: what is called between `open` and `send` on the same object. https://xhr.spec.whatwg.org/ */
export const xhr: RequestClient = {
  id: 'xhr',
  title: 'XMLHttpRequest',
  docs: 'https://xhr.spec.whatwg.org/',
  mentions: ['xmlhttprequest'],
  names: /^open$/,

  read(call, reading) {
    const { callee, span } = call;
    const made = callee.kind === 'member' && callee.name === 'open' ? objectOf(callee.object) : undefined;
    if (!made) return [];
    const [method, target] = call.args;
    const file = reading.project.code(made.path);
    if (!file || !method || !target) return [];
    const headers = headersSet(file, made);
    const [send] = callsOn(file, made, 'send');
    const sent: Setting<string> = settingOf(
      { value: method, span: method.span },
      it => {
        const text = textOf(it);
        return text === undefined ? undefined : normaliseMethod(text);
      },
      { value: 'GET', at: span },
    );
    const without = 'value' in sent && /^(GET|HEAD)$/.test(sent.value);
    return eachCase([target], span, reading.lookup, ([target], guards) =>
      urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(span),
        client: 'xhr',
        url: it.url,
        method: sent,
        ...headers,
        credentials: credentialsSet(file, made, span),
        // A body of GET and HEAD is left out.
        contentType: without
          ? contentTypeOf(headers.headers, { kind: 'default', value: undefined, at: span })
          : contentTypeOf(headers.headers, typeOfBody(send?.args[0], span)),
        guards: [...guards, ...it.guards],
      })),
    );
  },
};

/** The `new XMLHttpRequest()` that a value is. */
function objectOf(value: Value): Span | undefined {
  const isIt =
    value.kind === 'call' && value.construct && value.callee.kind === 'external' && value.callee.module === '';
  return isIt && value.callee.kind === 'external' && value.callee.name === 'XMLHttpRequest' ? value.span : undefined;
}

function isOf(value: Value, made: Span): boolean {
  const at = objectOf(value);
  return at !== undefined && at.path === made.path && at.start === made.start;
}

function callsOn(file: CodeFile, made: Span, name: string): readonly CallSite[] {
  return file
    .calls(it => it === name)
    .filter(({ callee }) => callee.kind === 'member' && callee.name === name && isOf(callee.object, made));
}

function headersSet(file: CodeFile, made: Span): HeadersRead {
  const entries = callsOn(file, made, 'setRequestHeader').flatMap(({ args: [name, value], statement, conditional }) => {
    const key = textOf(name);
    if (key === undefined || !name || !value) return [];
    const { headers } = headersOf({
      kind: 'record',
      container: 'headers',
      entries: [{ key, value, keySpan: name.span, span: statement }],
      span: statement,
    });
    return headers.map(it => (conditional ? { ...it, sometimes: true } : it));
  });
  return { headers: entries };
}

function credentialsSet(file: CodeFile, made: Span, at: Span): Setting<CredentialsMode> {
  const write = writesTo(file, 'withCredentials').find(it => isOf(it.object, made));
  return settingOf(
    write && { value: write.value, span: write.statement },
    it => (it.kind === 'literal' ? (it.value ? 'include' : 'same-origin') : undefined),
    { value: 'same-origin', at },
  );
}
