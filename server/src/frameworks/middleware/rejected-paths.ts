import type { RejectedPath } from '../../model/app.ts';
import { isWithin } from '../../model/versions.ts';
import { rootOf } from '../../syntax/member.ts';
import type { Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { libraryOf } from '../options/version.ts';

/** A package whose router throws on some paths as it is told of them. */
interface Strict {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly newest: string;
  readonly versions: string;
  /** What it throws on. */
  readonly wildcard: RegExp;
  /** The same, as it writes it. */
  readonly instead: string;
}

/** A `*` or `(.*)` without a name, which path-to-regexp 8 rejects. */
const UNNAMED = /(^|\/)(\*|\(\.\*\))(\/|$)/;
/** A `*` with nothing before it, which path-to-regexp 6 rejects. */
const BARE = /(^|\/)(\*)(\/|$)/;

/** Run with express 5.3.0 and @koa/router 12.0.2, 13.1.1, 14.0.0 and 15.7.0; koa-router is the same code. */
const STRICT: readonly Strict[] = [
  {
    name: 'express',
    title: 'Express',
    newest: '5.3.0',
    versions: '>=5.0.0',
    wildcard: UNNAMED,
    instead: '{*splat}',
  },
  ...['@koa/router', 'koa-router'].flatMap((name): readonly Strict[] => [
    { name, title: name, newest: '15.7.0', versions: '>=14.0.0', wildcard: UNNAMED, instead: '{*splat}' },
    { name, title: name, newest: '15.7.0', versions: '>=12.0.0 <14.0.0-0', wildcard: BARE, instead: '(.*)' },
  ]),
];

/** Whether the router behind a value certainly throws on a path; `server` is the package that it is of where it does not show. */
export function rejectedPath(
  path: string,
  on: Value,
  from: string,
  { project }: Reading,
  server: string,
): RejectedPath | undefined {
  if (!path.includes('*')) return undefined;
  const root = on.kind === 'call' ? rootOf(on.callee) : undefined;
  const module = root?.kind === 'external' ? root.module : server;
  const found = STRICT.filter(it => it.name === module && it.wildcard.test(path)).find(
    it => isWithin(libraryOf(project, from, it.name, it.newest), it.versions) === true,
  );
  if (!found) return undefined;
  const { version } = libraryOf(project, from, found.name, found.newest);
  const instead = path.replace(found.wildcard, `$1${found.instead}$3`);
  return {
    by: `${found.title} ${version.split('.')[0]}`,
    instead: instead.startsWith('/') ? instead : `/${instead}`,
  };
}
