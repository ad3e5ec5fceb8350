import { textOf } from '../../syntax/value.ts';
import type { CodeFramework } from '../framework.ts';
import { ACAO, corsHeader } from '../headers/lines.ts';
import { chainOf, originOf } from './handler-places.ts';

/**
 * Headers that are written on what `fetch` gave back, which is immutable: the call throws a `TypeError`, in Node.js as by the
 * standard (https://fetch.spec.whatwg.org/#concept-headers-guard, https://fetch.spec.whatwg.org/#dom-global-fetch; Node.js 20, run).
 */
export const fetchedResponses: CodeFramework = {
  kind: 'code',
  id: 'header-fetched',
  title: 'Headers of fetched responses',
  docs: 'https://fetch.spec.whatwg.org/#concept-headers-guard',
  mentions: ['access-control-'],
  recognise(file, { project }) {
    // Next.js has a `fetch` of its own, which may give back another response.
    if (project.packages.dependency(file.path, 'next') !== undefined) return { policies: [] };
    if (!/\bfetch\s*\(/.test(file.text)) return { policies: [] };
    const unchangeable = file
      .calls(it => it === 'set' || it === 'append')
      .filter(it => corsHeader(textOf(it.args[0])) === ACAO && isFetched(it.callee))
      .map(it => ({ name: textOf(it.args[0]) ?? ACAO, at: it.span }));
    const [first] = unchangeable;
    if (!first) return { policies: [] };
    const app = { framework: 'header-fetched', name: '', global: false, at: first.at, steps: [], ordered: false };
    return { policies: [], apps: [{ ...app, unchangeable }] };
  },
  write: () => undefined,
};

/** `(await fetch(…)).headers.set`, also of a copy that `clone` makes. */
function isFetched(callee: Parameters<typeof originOf>[0]): boolean {
  const origin = originOf(callee);
  const [name, ...more] = chainOf(callee);
  const straight = more.every(it => /^(clone|headers|set|append)$/.test(it)) && more.includes('headers');
  return origin.kind === 'external' && origin.module === '' && name === 'fetch' && straight;
}
