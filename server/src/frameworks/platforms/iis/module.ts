import type { CorsPolicy } from '../../../model/policy.ts';
import { type Entry, literal, type RecordValue, type Value } from '../../../syntax/value.ts';
import type { Attribute, Element } from '../../../syntax/xml.ts';
import type { Reading } from '../../framework.ts';
import type { OptionTable } from '../../options/table.ts';
import { AWS_API, globOf } from '../aws-options.ts';
import { readGateway } from '../gateways.ts';

const TABLE: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'origin',
    credentials: 'allowCredentials',
    methods: 'allowMethods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
};

/** The rules of the CORS module that let an origin in; one for each, and the most specific host counts. */
export function corsModule(
  framework: string,
  element: Element,
  path: string | undefined,
  reading: Reading,
): readonly CorsPolicy[] {
  if (attributeOf(element, 'enabled')?.value.toLowerCase() !== 'true') return [];
  return element.children.flatMap(rule => {
    const origin = rule.name === 'add' ? attributeOf(rule, 'origin') : undefined;
    if (!origin || attributeOf(rule, 'allowed')?.value.toLowerCase() === 'false') return [];
    const options: RecordValue = { kind: 'record', container: 'object', entries: settings(rule), span: rule.span };
    const value = globOf(literal(origin.valueSpan, origin.value), true);
    const origins: Value = { kind: 'list', container: 'array', items: [value], span: origin.valueSpan };
    return readGateway({ framework, title: 'IIS', table: TABLE, options, origins, at: rule.span, path, reading });
  });
}

function attributeOf({ attributes }: Element, name: string): Attribute | undefined {
  return attributes.find(it => it.name.toLowerCase() === name.toLowerCase());
}

function settings(rule: Element): readonly Entry[] {
  const plain = ['allowCredentials', 'maxAge'].flatMap((key): readonly Entry[] => {
    const found = attributeOf(rule, key);
    if (!found) return [];
    const text = found.value;
    const held = key === 'allowCredentials' ? text.toLowerCase() === 'true' : /^\d+$/.test(text) ? Number(text) : text;
    return [{ key, keySpan: found.span, span: found.span, value: literal(found.valueSpan, held) }];
  });
  const lists = rule.children.flatMap((list): readonly Entry[] => {
    if (!/^(allowMethods|allowHeaders|exposeHeaders)$/.test(list.name)) return [];
    const all = attributeOf(list, 'allowAllRequestedHeaders')?.value.toLowerCase() === 'true';
    const items = list.children.flatMap(it => {
      const name = it.name === 'add' ? (attributeOf(it, 'method') ?? attributeOf(it, 'header')) : undefined;
      return name ? [literal(name.valueSpan, name.value)] : [];
    });
    // The names that are asked for, as they are.
    const value: Value = all ? literal(list.span, '') : { kind: 'list', container: 'array', items, span: list.span };
    return [{ key: list.name, keySpan: list.span, span: list.span, value }];
  });
  return [...plain, ...lists];
}
