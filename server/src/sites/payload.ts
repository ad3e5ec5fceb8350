import { isAtLeast, libraryOf } from '../frameworks/options/version.ts';
import { EVERYWHERE, mountPath } from '../model/paths.ts';
import type { Address } from '../model/site.ts';
import { isOrigin } from '../origins/grammar.ts';
import { property, textOf } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import { addressAt, cloudAround } from './next.ts';
import { pageOf } from './pages.ts';
import type { SiteReader } from './reader.ts';

/**
 * Payload 3, which answers below `/api` of the Next.js application that it is part of, with the headers of its own configuration:
 * https://payloadcms.com/docs/rest-api/overview
 */
export const payloadServer: SiteReader = {
  id: 'payload',
  mentions: new Search(/\bbuildConfig\b/),
  words: ['buildconfig'],

  read(file, { project }) {
    const [call] = file.calls(it => it === 'buildConfig');
    const config = call?.args[0];
    const library = libraryOf(project, file.path, 'payload', '3.90.2');
    if (call?.callee.kind !== 'external' || call.callee.module !== 'payload' || config?.kind !== 'record') return [];
    if (!isAtLeast(library, '3.0.0') || property(config, 'routes')) return [];
    const page = pageOf(file.path, project);
    const own = textOf(property(config, 'serverURL')?.value);
    const stated: readonly Address[] =
      own !== undefined && isOrigin(own)
        ? [addressAt({ origin: own, stage: isLocal(own) ? 'development' : 'production', why: '`serverURL` says so' })]
        : [];
    const why = page && cloudAround(page, project);
    return [
      {
        kind: 'payload',
        name: 'the API of Payload',
        at: call.nameSpan,
        addresses: [...(page?.origins ?? []).map(addressAt), ...stated],
        routes: [{ method: 'ALL', path: '/api', matches: mountPath('/api', 'any'), at: call.nameSpan }],
        withPages: true,
        ...(why === undefined ? {} : { clouded: { why, at: call.nameSpan, matches: EVERYWHERE } }),
      },
    ];
  },
};

function isLocal(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(origin);
}
