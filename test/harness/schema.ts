import { RULES } from '../../server/src/rules/index.ts';
import { SEVERITIES } from '../../server/src/rules/rule.ts';
import { ROWS } from '../../server/src/settings.ts';

/** Where the schema stands; it goes into both packages. */
export const SCHEMA = 'corslint.schema.json';

/** The JSON schema of `corslint.config.json`, from the tables of settings and rules. */
export function configurationSchema() {
  const levels = { enum: ['off', ...SEVERITIES] };
  const rules = RULES.map(it => [
    it.id,
    { ...levels, description: `${it.title} (${it.severity}, profile ${it.profile}).` },
  ]);
  const settings = ROWS.filter(it => it.inConfigFile).map(({ key, description, schema, default: standard }) => [
    key,
    {
      description,
      default: standard,
      ...(key === 'rules'
        ? { type: 'object', additionalProperties: false, properties: Object.fromEntries(rules) }
        : schema),
    },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of corslint',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(settings) },
  };
}
