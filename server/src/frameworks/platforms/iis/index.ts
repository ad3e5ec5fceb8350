import type { CorsPolicy } from '../../../model/policy.ts';
import { TRUE } from '../../../syntax/test.ts';
import { literal } from '../../../syntax/value.ts';
import { type Element, readXml } from '../../../syntax/xml.ts';
import type { ConfigFramework, Reading } from '../../framework.ts';
import { ACAO, corsHeader, type HeaderLine } from '../../headers/lines.ts';
import { headerPolicy } from '../../headers/policy.ts';
import { corsModule } from './module.ts';
import { writeXml } from './write.ts';

/** `web.config` of IIS: headers of its own, and those of the CORS module. */
export const iis: ConfigFramework = {
  kind: 'config',
  id: 'iis',
  title: 'IIS',
  docs: 'https://learn.microsoft.com/iis/extensions/cors-module/cors-module-configuration-reference',
  mentions: ['access-control-', '<cors'],
  files: path => /(^|\/)(web(\.\w+)?|applicationhost)\.config$/i.test(path),
  recognise: ({ path, text }, reading) => ({
    policies: readXml(path, text).flatMap(it => within(it, undefined, reading)),
  }),
  write: writeXml,
};

const DEPTH = 20;

/** What an element and those in it say; `<location path>` tells whose responses it is about. */
function within(element: Element, path: string | undefined, reading: Reading, depth = 0): readonly CorsPolicy[] {
  if (depth > DEPTH) return [];
  const named = element.name === 'location' ? (attributeIn(element, 'path') ?? path) : path;
  const place = named === undefined || named === '.' || named === '' ? undefined : named;
  const own =
    element.name === 'customHeaders'
      ? ofHeaders(element, place, reading)
      : element.name === 'cors'
        ? corsModule(iis.id, element, place, reading)
        : [];
  return [...own, ...element.children.flatMap(it => within(it, place, reading, depth + 1))];
}

function attributeIn({ attributes }: Element, name: string): string | undefined {
  return attributes.find(it => it.name.toLowerCase() === name.toLowerCase())?.value;
}

/** `<add name value>`: IIS puts them on every response, also beside those that the application has written. */
function ofHeaders({ children }: Element, path: string | undefined, reading: Reading): readonly CorsPolicy[] {
  const lines = children.flatMap((it): readonly HeaderLine[] => {
    const [name, value] = ['name', 'value'].map(key => it.attributes.find(one => one.name === key));
    const header = it.name === 'add' ? corsHeader(name?.value) : undefined;
    if (header === undefined || !name || !value) return [];
    const held = literal(value.valueSpan, value.value);
    return [{ name: header, value: held, nameSpan: name.valueSpan, entry: it.span, when: TRUE, appended: true }];
  });
  const first = lines.find(it => it.name === ACAO) ?? lines.find(it => it.name.startsWith('access-control-'));
  if (!first) return [];
  return [
    headerPolicy({
      framework: iis.id,
      at: first.entry,
      responses: [{ when: TRUE, lines, at: first.entry }],
      preflight: { by: 'unknown' },
      scope: path === undefined ? {} : { path },
      guards: [],
      assumed: new Map(),
      unset: 'literal-header',
      notation: 'xml',
      reading,
    }),
  ];
}
