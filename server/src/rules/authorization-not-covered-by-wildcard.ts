import { set } from '../model/edit.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { byPolicy, callsOf, nameOf } from './calls.ts';
import type { Fix, Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const authorizationNotCoveredByWildcard: Rule = {
  id: 'authorization-not-covered-by-wildcard',
  title: 'A wildcard for request headers does not cover Authorization',
  severity: 'warning',
  profile: 'recommended',
  why: 'In Access-Control-Allow-Headers, `*` stands for every header but Authorization, which has to be listed by its name. That is what the standard says; today Chromium has it behind a flag, Firefox behind a preference with a warning in the console, and WebKit not at all. A call that sends a token and relies on `*` works until browsers do what is written.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name',
  kind: 'breakage',

  *check(policy, { links }) {
    const { login, allowedHeaders, origins } = policy;
    const list = known(allowedHeaders);
    if (login?.header !== 'authorization' || list?.kind !== 'any' || origins.mode === 'none') return;
    if (list.names.some(it => it.text.toLowerCase() === 'authorization')) return;
    // The calls of pages are told of with their own places.
    if (links.some(it => it.answer.kind === 'policy' && it.answer.policy === policy && it.relies)) return;
    yield {
      at: allowedHeaders.at,
      message: MESSAGE,
      severity: breakage(policy, 'warning'),
      related: [{ at: login.at, message: `${login.by} asks for it here.` }],
      fixes: [allow(policy)],
    };
  },

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(links, it => it.relies === 'authorization')) {
      yield {
        at: policy.allowedHeaders.at,
        message: MESSAGE,
        severity: breakage(policy, 'warning'),
        related: callsOf(
          own,
          it => `\`${nameOf(it)}\` sends \`Authorization\`, which \`*\` does not cover by the standard.`,
        ).map(it => (it.told ? { ...it, message: 'This call sends it.' } : it)),
        policy,
        fixes: [allow(policy)],
      };
    }
  },
};

const MESSAGE = 'By the standard, `*` does not cover `Authorization`: browsers may come to block this.';

function allow(policy: CorsPolicy): Fix {
  const list = known(policy.allowedHeaders);
  const texts = list && list.kind !== 'reflect' ? list.names.map(it => it.text) : ['*'];
  return {
    title: 'Allow `Authorization` by its name, too',
    edits: [set('allowedHeaders', { kind: 'texts', texts: [...texts, 'Authorization'] })],
    safety: 'safe',
  };
}
