import { remove } from '../model/edit.ts';
import { ATTACKER } from './attacker.ts';
import type { Rule } from './rule.ts';
import { inDevelopment, inTests } from './severity.ts';

export const webSecurityDisabled: Rule = {
  id: 'web-security-disabled',
  title: 'The same-origin policy is switched off',
  severity: 'error',
  severityNote: 'warning in development, info in tests',
  profile: 'recommended',
  why: 'Without web security, a window of Electron asks no server whether a page may read its responses. Whatever page is shown in it, be it by a link, a frame or a script that was slipped in, reads every site with the cookies that the window has, and files of the machine beside.',
  example: {
    language: 'ts',
    bad: "import { BrowserWindow } from 'electron';\nnew BrowserWindow({ webPreferences: { webSecurity: false } });",
    good: "import { BrowserWindow } from 'electron';\nnew BrowserWindow({ webPreferences: {} });",
  },
  cwe: [346],
  spec: 'https://www.electronjs.org/docs/latest/tutorial/security#6-do-not-disable-websecurity',
  kind: 'security',
  supersedes: [
    'reflect-any-origin',
    'wildcard-origin',
    'wildcard-on-private-surface',
    'missing-vary-origin',
    'needless-credentials',
  ],

  *check(policy) {
    const off = policy.oddities.find(it => it.kind === 'same-origin-off');
    if (!off) return;
    yield {
      at: off.at,
      message: 'Every page in this application reads every site, with the user’s cookies.',
      severity: inTests(policy) ? 'info' : inDevelopment(policy) ? 'warning' : 'error',
      witness: { kind: 'origin', origin: ATTACKER },
      fixes: [{ title: 'Leave web security on', edits: [remove('origins')], safety: 'review' }],
    };
  },
};
