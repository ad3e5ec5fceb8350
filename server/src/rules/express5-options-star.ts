import type { App, Step } from '../model/app.ts';
import type { PolicyEdit } from '../model/edit.ts';
import { covers, EVERYWHERE } from '../model/paths.ts';
import { refused } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule } from './rule.ts';

export const express5OptionsStar: Rule = {
  id: 'express5-options-star',
  title: 'The router does not start with this path',
  severity: 'error',
  profile: 'recommended',
  why: 'Express 5 reads paths by path-to-regexp 8, in which a `*` has to have a name. `app.options("*", cors())`, which many guides show, throws “Missing parameter name” as soon as the server starts. @koa/router does the same from version 14 on. Where `app.use(cors())` stands as well, it answers every preflight already and the line can go.',
  example: {
    language: 'ts',
    bad: "app.use(cors());\napp.options('*', cors());",
    good: 'app.use(cors());',
  },
  cwe: [],
  spec: 'https://expressjs.com/en/guide/migrating-5.html#path-syntax',
  kind: 'breakage',

  *checkApp(app) {
    for (const step of app.steps) {
      if (step.kind === 'middleware' || !step.rejected) continue;
      const policy = step.kind === 'cors' ? step.policy : step.policies[0];
      if (!policy) continue;
      yield {
        at: step.pathAt ?? step.at,
        message: `The server does not start: ${step.rejected.by} refuses the path \`${step.path}\`.`,
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
  if (!step.pathAt || !step.rejected) return [];
  const value = { kind: 'text', text: step.rejected.instead } as const;
  return [edit(`Write \`${value.text}\``, { kind: 'replace', at: step.pathAt, value })];
}

function edit(title: string, it: PolicyEdit) {
  return { title, edits: [it], safety: 'safe' } as const;
}
