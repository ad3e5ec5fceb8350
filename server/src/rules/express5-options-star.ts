import type { App, Step } from '../model/app.ts';
import type { PolicyEdit } from '../model/edit.ts';
import { covers, EVERYWHERE } from '../model/paths.ts';
import { isWithin } from '../model/versions.ts';
import { refused } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule } from './rule.ts';

/** A `*` or `(.*)` without a name, which path-to-regexp 8 refuses. */
const STAR = /(^|\/)(\*|\(\.\*\))(\/|$)/;

export const express5OptionsStar: Rule = {
  id: 'express5-options-star',
  title: 'Express 5 does not start with this path',
  severity: 'error',
  profile: 'recommended',
  why: 'Express 5 reads paths by path-to-regexp 8, in which a `*` has to have a name. `app.options("*", cors())`, which many guides show, throws “Missing parameter name” as soon as the server starts. Where `app.use(cors())` stands as well, it answers every preflight already and the line can go.',
  example: {
    language: 'ts',
    bad: "app.use(cors());\napp.options('*', cors());",
    good: 'app.use(cors());',
  },
  cwe: [],
  spec: 'https://expressjs.com/en/guide/migrating-5.html#path-syntax',
  kind: 'breakage',

  *checkApp(app) {
    if (app.library?.name !== 'express' || isWithin(app.library, '>=5.0.0') !== true) return;
    for (const step of app.steps) {
      if (step.kind === 'middleware' || step.path === undefined || !STAR.test(step.path)) continue;
      const policy = step.kind === 'cors' ? step.policy : step.policies[0];
      if (!policy) continue;
      yield {
        at: step.pathAt ?? step.at,
        message: `The server does not start: Express ${app.library.version.split('.')[0]} refuses the path \`${step.path}\`.`,
        witness: refused(somePage(policy)),
        policy,
        fixes: fixes(app, step),
      };
    }
  },
};

function fixes(app: App, step: Exclude<Step, { kind: 'middleware' }>): Report['fixes'] & object {
  const earlier = app.steps.slice(0, app.steps.indexOf(step));
  const covered = earlier.some(it => it.kind === 'cors' && covers(it.matches, EVERYWHERE) === 'yes');
  if (covered && step.kind === 'route' && step.method === 'OPTIONS')
    return [
      edit('Delete the line: preflights are answered already', { kind: 'delete-statement', statement: step.entry }),
    ];
  if (!step.pathAt) return [];
  const text = step.path?.replace(STAR, '$1{*splat}$3') ?? '';
  const value = { kind: 'text', text: text.startsWith('/') ? text : `/${text}` } as const;
  return [edit(`Write \`${value.text}\``, { kind: 'replace', at: step.pathAt, value })];
}

function edit(title: string, it: PolicyEdit) {
  return { title, edits: [it], safety: 'safe' } as const;
}
