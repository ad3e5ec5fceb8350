import { meets } from '../model/paths.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

/** Paths under which an API keeps files for the pages of a site beside it. */
const FILES = /upload|image|img|media|avatar|photo|picture|video|audio|files?\b|attachment|thumbnail|asset/i;

export const corpBlocksAssets: Rule = {
  id: 'corp-blocks-assets',
  title: 'Images and scripts are kept from the site that they are for',
  severity: 'warning',
  profile: 'recommended',
  why: 'helmet sends Cross-Origin-Resource-Policy: same-origin on every response. Browsers then refuse to show these files as an image, video or script on a page of another origin, whatever the CORS headers say: such tags do not ask for CORS. Fetching them from a script works all the same.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header',
  kind: 'breakage',

  *checkApp(app) {
    if (!app.ordered) return;
    const cors = app.steps.find(
      it => it.kind === 'cors' && (it.policy.origins.mode === 'any' || it.policy.origins.listed.length > 0),
    );
    const start = app.steps.findIndex(it => it.kind === 'middleware' && it.corp === 'same-origin' && !it.conditional);
    const helmet = app.steps[start];
    if (cors?.kind !== 'cors' || !helmet) return;
    for (const step of app.steps.slice(start + 1)) {
      if (step.kind !== 'middleware' || step.role !== 'static' || !FILES.test(step.path ?? '')) continue;
      const rewritten = app.steps.some(
        it => it.kind === 'middleware' && it.corp === 'own' && meets(it.matches, step.matches) !== 'no',
      );
      if (rewritten) continue;
      yield {
        at: step.at,
        message: `Browsers do not show \`${step.path}\` on other sites: \`helmet\` keeps it to its own origin.`,
        severity: breakage(cors.policy, 'warning'),
        related: [{ at: helmet.at, message: 'It sends `Cross-Origin-Resource-Policy: same-origin`.' }],
        witness: {
          kind: 'request',
          origin: somePage(cors.policy),
          method: 'GET',
          headers: [],
          credentials: false,
          message: 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin',
        },
      };
    }
  },
};
