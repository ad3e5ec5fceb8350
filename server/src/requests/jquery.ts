import { literal, textOf, type Value } from '../syntax/value.ts';
import { contentTypeOf } from './body.ts';
import { eachCase } from './cases.ts';
import type { Reading, RequestClient } from './client.ts';
import { type HeadersRead, headersOf, over } from './headers.ts';
import { bodyGiven, credentialsOf, fixed, lastOf, methodOf, plain } from './made.ts';
import { settingOf } from './setting.ts';
import { urlsOf } from './url.ts';

/**
 * jQuery 1 to 4. Run with 4.0.0 on a recording `XMLHttpRequest`: methods in capitals; data of any kind as a form unless
 * `contentType` says otherwise; `X-Requested-With` to the page’s own server only; cookies by `xhrFields.withCredentials`.
 */
export const jquery: RequestClient = {
  id: 'jquery',
  title: 'jQuery',
  docs: 'https://api.jquery.com/jQuery.ajax/',
  mentions: ['$.ajax', '$.get', '$.post', 'jquery'],
  names: /^(ajax|get|post|getJSON)$/,

  read(call, reading) {
    const name = nameOf(call.callee);
    if (name === undefined) return [];
    const { args, span } = call;
    if (args.length === 0) return [];
    const [first, second] = args;
    const settings =
      name === 'ajax' ? (first?.kind === 'record' ? first : second) : first?.kind === 'record' ? first : undefined;
    const target = first?.kind === 'record' ? lastOf([first], 'url') : first;
    const general = setupIn(reading);
    const data = settings ? undefined : second?.kind === 'function' ? undefined : second;
    return eachCase(
      [target, settings, data, ...general],
      span,
      reading.lookup,
      ([target, settings, data, ...general], guards) => {
        const option = (key: string) => lastOf([...general, settings], key);
        const sent = name === 'post' ? (data ?? option('data')) : option('data');
        const method = methodOf(option('method') ?? option('type'), name === 'post' ? 'POST' : 'GET', span);
        const value = 'value' in method ? method.value : undefined;
        const form = option('contentType');
        const more: HeadersRead = option('beforeSend')
          ? { headers: [], moreHeaders: '`beforeSend` may set some' }
          : { headers: [] };
        const set = [...general, settings].map(it => headersOf(lastOf([it], 'headers')));
        const headers = [fixed({ accept: '*/*' }, span), ...set, more].reduce(over);
        const type =
          value === 'GET' || value === 'HEAD'
            ? ({ kind: 'default', value: undefined, at: span } as const)
            : form
              ? settingOf({ value: form, span: form.span }, it => textOf(it), { value: undefined, at: span })
              : bodyGiven(sent, span, () => 'application/x-www-form-urlencoded; charset=UTF-8');
        return urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
          ...plain(span),
          client: 'jquery',
          url: it.url,
          method,
          ...headers,
          credentials: credentialsOf(lastOf([option('xhrFields')], 'withCredentials'), span),
          contentType: contentTypeOf(headers.headers, type),
          reads: { body: 'unknown', status: 'yes', headers: [] },
          guards: [...guards, ...it.guards],
        }));
      },
    );
  },
};

/** What `$.ajaxSetup` says in the same file, for every request after it. https://api.jquery.com/jQuery.ajaxSetup/ */
function setupIn({ path, project }: Reading): readonly Value[] {
  const file = project.host.read(path)?.includes('ajaxSetup') ? project.code(path) : undefined;
  return file?.calls(it => it === 'ajaxSetup').flatMap(it => it.args.slice(0, 1)) ?? [];
}

function nameOf(callee: Value): string | undefined {
  if (callee.kind === 'external' && callee.module === '')
    return /^(?:\$|jQuery)\.(ajax|get|post|getJSON)$/.exec(callee.name)?.[1];
  if (callee.kind === 'external' && callee.module === 'jquery')
    return /^(ajax|get|post|getJSON)$/.exec(callee.name)?.[0];
  const object = callee.kind === 'member' ? callee.object : undefined;
  const own = object?.kind === 'external' && object.module === 'jquery';
  return own && callee.kind === 'member' && /^(ajax|get|post|getJSON)$/.test(callee.name) ? callee.name : undefined;
}
