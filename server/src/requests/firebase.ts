import { libraryOf } from '../frameworks/options/version.ts';
import type { RequestHeader } from '../model/request.ts';
import { literal, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { eachCase } from './cases.ts';
import type { AskingCall, RequestClient } from './client.ts';
import { isExport, lastOf, plain } from './made.ts';
import { urlsOf } from './url.ts';

/**
 * Callable functions of Firebase: `httpsCallable(getFunctions(app, region), name)`. A POST of JSON to
 * `https://REGION-PROJECT.cloudfunctions.net/NAME`; with `authorization` for users who are signed in, and a header each
 * for messaging and App Check (@firebase/functions 0.13, dist/esm/index.esm.js: `_url`, `makeAuthHeaders`, `postJSON`).
 */
export const firebase: RequestClient = {
  id: 'firebase',
  title: 'callable functions of Firebase',
  docs: 'https://firebase.google.com/docs/functions/callable',
  mentions: ['httpscallable'],
  names: /^httpsCallable(FromURL)?$/,

  read(call, reading) {
    const target = targetOf(call);
    if (!target) return [];
    const { span } = call;
    const library = libraryOf(reading.project, reading.path, 'firebase', '12.0.0');
    return eachCase([target], span, reading.lookup, ([target], guards) =>
      urlsOf(target ?? literal(span, undefined), reading.lookup).map(it => ({
        ...plain(span),
        client: 'firebase',
        library,
        url: it.url,
        method: { kind: 'default', value: 'POST', at: span },
        headers: ['authorization', 'firebase-instance-id-token', 'x-firebase-appcheck'].map(name => header(name, span)),
        contentType: { kind: 'default', value: 'application/json', at: span },
        reads: { body: 'yes', status: 'yes', headers: [] },
        guards: [...guards, ...it.guards],
      })),
    );
  },
};

function targetOf(call: AskingCall): Value | undefined {
  const { callee, span } = call;
  if (!isExport(callee, /^(firebase|@firebase)\/functions$/, /^httpsCallable(FromURL)?$/)) return undefined;
  const [functions, name] = call.args;
  if (isExport(callee, /./, /^httpsCallableFromURL$/)) return name;
  if (!name) return undefined;
  const made = functions?.kind === 'call' && isExport(functions.callee, /./, /^getFunctions$/) ? functions : undefined;
  const [app, region] = made?.args ?? [];
  // A domain of one's own stands in the place of the region.
  if (region && /^https?:/.test(textOf(region) ?? ''))
    return { kind: 'template', parts: [region, literal(span, '/'), name], span };
  const config = app?.kind === 'call' ? app.args[0] : undefined;
  const project = lastOf([config], 'projectId');
  const parts = [
    literal(span, 'https://'),
    region ?? literal(span, 'us-central1'),
    literal(span, '-'),
    project ?? ({ kind: 'unknown', why: 'the project is not named here', onOrigin: false, span } as const),
    literal(span, '.cloudfunctions.net/'),
    name,
  ];
  return { kind: 'template', parts, span };
}

function header(name: string, at: Span): RequestHeader {
  return { name, value: { kind: 'dynamic', why: 'Firebase fills it in', at }, at, sometimes: true };
}
