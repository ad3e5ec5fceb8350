import { isSafelistedRequestHeader } from '../fetch/request-headers.ts';
import { known } from '../model/policy.ts';
import { literal, textOf } from '../syntax/value.ts';
import { typeOfBody } from './body.ts';
import { eachCase } from './cases.ts';
import type { RequestClient } from './client.ts';
import { credentialsOf, fixed, isGlobalCall, lastOf, plain } from './made.ts';
import { urlsOf } from './url.ts';

/** `new EventSource(url, { withCredentials })`. https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface */
export const eventSource: RequestClient = {
  id: 'eventsource',
  title: 'EventSource',
  docs: 'https://html.spec.whatwg.org/multipage/server-sent-events.html',
  mentions: ['eventsource'],
  names: /^EventSource$/,

  read(call, reading) {
    if (!call.construct || !isGlobal(call.callee, 'EventSource')) return [];
    const { span } = call;
    const [target, options] = call.args;
    if (!target) return [];
    return eachCase([target, options], span, reading.lookup, ([target, options], guards) =>
      urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(span),
        client: 'eventsource',
        url: it.url,
        ...fixed({ accept: 'text/event-stream' }, span),
        credentials: credentialsOf(lastOf([options], 'withCredentials'), span),
        reads: { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      })),
    );
  },
};

/**
 * `navigator.sendBeacon(url, data)`: always with credentials, and without CORS as long as the type of the data needs no
 * preflight. https://w3c.github.io/beacon/#sendbeacon-method
 */
export const beacon: RequestClient = {
  id: 'beacon',
  title: 'navigator.sendBeacon',
  docs: 'https://w3c.github.io/beacon/',
  mentions: ['sendbeacon'],
  names: /^sendBeacon$/,

  read(call, reading) {
    if (!isGlobal(call.callee, 'navigator.sendBeacon')) return [];
    const { span } = call;
    const [target, data] = call.args;
    if (!target) return [];
    return eachCase([target, data], span, reading.lookup, ([target, data], guards) => {
      const blob = data && isGlobalCall(data, /^Blob$/) ? lastOf([data.args[1]], 'type') : undefined;
      const given = textOf(blob);
      const type =
        given !== undefined && blob
          ? ({ kind: 'written', value: given, at: blob.span } as const)
          : typeOfBody(data, span);
      const value = known(type);
      const plainly =
        type.kind !== 'dynamic' && (value === undefined || isSafelistedRequestHeader({ name: 'content-type', value }));
      return urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(span),
        client: 'beacon',
        url: it.url,
        method: { kind: 'default', value: 'POST', at: span },
        credentials: { kind: 'default', value: 'include', at: span },
        mode:
          type.kind === 'dynamic'
            ? { kind: 'dynamic', why: 'it depends on the type of the data', at: span }
            : { kind: 'default', value: plainly ? 'no-cors' : 'cors', at: span },
        contentType: type,
        reads: { body: 'no', status: 'no', headers: [] },
        guards: [...guards, ...it.guards],
      }));
    });
  },
};

/** `new WebSocket(url)`: no question of CORS; the server has to look at `Origin` by itself. https://websockets.spec.whatwg.org/ */
export const webSocket: RequestClient = {
  id: 'websocket',
  title: 'WebSocket',
  docs: 'https://websockets.spec.whatwg.org/',
  mentions: ['new websocket('],
  names: /^WebSocket$/,

  read(call, reading) {
    if (!call.construct || !isGlobal(call.callee, 'WebSocket')) return [];
    const { span } = call;
    const [target] = call.args;
    if (!target) return [];
    return eachCase([target], span, reading.lookup, ([target], guards) =>
      urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(span),
        client: 'websocket',
        url: it.url,
        mode: { kind: 'default', value: 'websocket', at: span },
        credentials: { kind: 'default', value: 'include', at: span },
        guards: [...guards, ...it.guards],
      })),
    );
  },
};

function isGlobal(callee: Parameters<RequestClient['read']>[0]['callee'], name: string): boolean {
  return callee.kind === 'external' && callee.module === '' && callee.name === name;
}
