import type { CorsPolicy } from '../../model/policy.ts';
import { TRUE } from '../../syntax/test.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { writeHeaders } from '../headers/edits.ts';
import { ACAO } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { type HeaderRule, linesOf, ruleOf } from '../headers/rules.ts';
import { at } from './aws-templates.ts';

/** `hosting` of `firebase.json`, which is one site or a list of them. */
export const firebaseJson: ConfigFramework = {
  kind: 'config',
  id: 'firebase-json',
  platform: true,
  title: 'firebase.json',
  docs: 'https://firebase.google.com/docs/hosting/full-config#headers',
  mentions: ['access-control-'],
  files: path => /(^|\/)firebase\.json$/.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents
      .flatMap(it => many(at(it, ['hosting'])))
      .flatMap(site => many(at(site, ['headers'])).flatMap(it => (it.kind === 'record' ? (ruleOf(it) ?? []) : [])))
      .map(it => hostPolicy(firebaseJson.id, it, 'rows', reading)),
  }),
  write: writeHeaders,
};

/** `globalHeaders` and the routes of Azure Static Web Apps. */
export const staticWebApp: ConfigFramework = {
  kind: 'config',
  id: 'static-web-app',
  platform: true,
  title: 'Azure Static Web Apps',
  docs: 'https://learn.microsoft.com/azure/static-web-apps/configuration#global-headers',
  mentions: ['access-control-'],
  files: path => /(^|\/)staticwebapp\.config\.json$/.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents
      .flatMap(it => [
        ...named(at(it, ['globalHeaders']), undefined),
        ...many(at(it, ['routes'])).flatMap(route => named(at(route, ['headers']), pathOf(route))),
      ])
      .map(it => hostPolicy(staticWebApp.id, it, 'rows', reading)),
  }),
  write: writeHeaders,
};

function many(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : value ? [value] : [];
}

function pathOf(route: Value): string | undefined {
  return route.kind === 'record' ? textOf(property(route, 'route')?.value) : undefined;
}

function named(headers: Value | undefined, source: string | undefined): readonly HeaderRule[] {
  const lines = headers?.kind === 'record' ? linesOf(headers) : [];
  const concerned = lines.some(it => it.name.startsWith('access-control-'));
  return headers && concerned ? [{ source, lines, container: headers.span, when: TRUE }] : [];
}

/** The policy of headers that a host puts on the files of a path. */
export function hostPolicy(framework: string, rule: HeaderRule, notation: string, reading: Reading): CorsPolicy {
  const first = rule.lines.find(it => it.name === ACAO) ?? rule.lines[0];
  const place = first?.entry ?? rule.container;
  return headerPolicy({
    framework,
    at: place,
    responses: [{ when: rule.when, lines: rule.lines, at: place }],
    preflight: { by: 'unknown' },
    scope: rule.source === undefined ? {} : { path: rule.source },
    guards: [],
    assumed: new Map(),
    unset: 'literal-header',
    container: rule.container,
    notation,
    reading,
  });
}
