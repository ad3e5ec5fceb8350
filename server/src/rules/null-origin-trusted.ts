import type { Acceptor } from '../model/acceptor.ts';
import { accepts } from '../origins/ask.ts';
import { allowed } from './look-alikes.ts';
import { isIdle } from './preflights-alone.ts';
import type { Fix, Report, Rule } from './rule.ts';
import { exposure } from './severity.ts';
import { shared } from './shared.ts';
import { everyone, partsOf, placeOf } from './weakness.ts';

export const nullOriginTrusted: Rule = {
  id: 'null-origin-trusted',
  title: 'Any website gets in as `null`',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'Browsers send `Origin: null` for pages without an origin of their own: sandboxed frames, `data:` and `file:` pages, and after some redirects. Every website can open a sandboxed frame and so send its requests with that origin. Apps made with Capacitor, Tauri or Electron have origins of their own, such as `capacitor://localhost`, which can be named instead.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: ['https://app.example.com', 'null'], credentials: true }));",
    good: "app.use(cors({ origin: ['https://app.example.com'], credentials: true }));",
  },
  cwe: [346],
  spec: 'https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque',
  kind: 'security',

  *check(policy) {
    const { origins } = policy;
    if (origins.mode === 'any' || everyone(policy)) return;
    const way =
      !isIdle(policy) && mayTakeNull(origins.acceptor)
        ? partsOf(origins.acceptor).find(it => it.everything === undefined && accepts(it.part, 'null') === true)
        : undefined;
    const sent = origins.sent?.find(it => it.text === 'null');
    if (!way && !sent) return;
    const listed = sent ?? origins.listed.find(it => it.text === 'null');
    yield {
      at: listed?.at ?? (way && placeOf(way.part)) ?? origins.at,
      message: 'Any site gets in from a sandboxed frame, whose origin is `null`.',
      severity: exposure(policy),
      related: allowed(policy),
      witness: { kind: 'origin', origin: 'null' },
      fixes: listed && !sent && origins.listed.length > 1 ? [drop(listed.entry ?? listed.at)] : [],
    };
  },
};

/** Where a check refuses `null`, so does each way into it. */
const mayTakeNull = shared((acceptor: Acceptor) => accepts(acceptor, 'null') !== false);

function drop(at: Report['at']): Fix {
  return { title: 'Remove `null` from the list', edits: [{ kind: 'drop', at }], safety: 'review' };
}
