import { NONE } from '../../model/acceptor.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { Search } from '../../text/search.ts';
import { contains, hull, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { ACAC, ACAH, ACAM, ACAO, ACEH, ACMA, samePlace } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { handledAround } from './handler-answers.ts';
import { holdsPlace } from './left-over.ts';
import { repliesOf } from './responses.ts';
import { scopeOf } from './routes.ts';
import { mentionsIn, sentByClients } from './sites.ts';
import { writtenResponses } from './written.ts';

const BESIDE = [ACAC, ACAM, ACAH, ACEH, ACMA];
const NAMED = new Search(/access-control-(allow-(credentials|methods|headers)|expose-headers|max-age)/i);

/**
 * Functions that write other headers of CORS and leave `Access-Control-Allow-Origin` to another part of the server: what they
 * allow stands on the same responses. Those that the other policies of the file already hold are left out.
 */
export function withoutOrigin(file: CodeFile, reading: Reading, others: readonly CorsPolicy[]): readonly CorsPolicy[] {
  const mentions = mentionsIn(file, NAMED);
  const sent = mentions.length > 0 ? sentByClients(file) : [];
  const free = mentions.filter(
    it =>
      !sent.some(span => holdsPlace(span, it.offset, file.path)) &&
      !others.some(other => holdsPlace(other.whole, it.offset, file.path)),
  );
  const roots = free.flatMap(it => file.rootsAround([it.offset]));
  return roots
    .filter((it, i) => roots.findIndex(other => samePlace(other.span, it.span)) === i)
    .flatMap(root => {
      const outcome = root.value.run([]);
      const replies = repliesOf(outcome);
      const carrying = replies.filter(it => it.lines.some(line => BESIDE.includes(line.name)));
      const lines = carrying.flatMap(it => it.lines.filter(one => BESIDE.includes(one.name)));
      const line = [ACAC, ACAM, ACAH].map(name => lines.find(it => it.name === name)).find(it => it) ?? lines[0];
      const entries = lines.map(it => it.entry).filter(it => it.path === line?.entry.path);
      const settled = replies.some(it => it.gap !== undefined || it.lines.some(one => one.name === ACAO));
      if (!line || settled || outcome.cut || others.some(it => overlap(it.whole, root.span))) return [];
      const scope = scopeOf(root, file);
      const policy = headerPolicy({
        framework: 'raw-headers',
        byHand: true,
        at: line.nameSpan,
        responses: carrying,
        preflight: { by: 'unknown' },
        scope,
        guards: [],
        assumed: new Map(),
        unset: 'literal-header',
        notation: 'statements',
        reading,
      });
      const handled = handledAround(root, outcome, scope, file, reading);
      const circumstances = { assumed: new Map(), lookup: reading.lookup, isOwn: () => true };
      return [
        {
          ...policy,
          ...(carrying.every(it => it.record) ? { onOwnResponse: true } : {}),
          origins: { mode: 'none', acceptor: NONE, listed: [], at: line.nameSpan, from: 'default' },
          whole: hull(line.entry, ...entries),
          ...(typeof handled === 'string' ? {} : { written: writtenResponses(handled, circumstances) }),
        },
      ];
    });
}

function overlap(a: Span, b: Span): boolean {
  return a.path === b.path && (contains(a, b) || contains(b, a));
}
