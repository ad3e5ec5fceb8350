import { ROWS, type SettingRow } from '../../server/src/settings.ts';

/** `contributes.configuration` of the extension's manifest, from the table of settings. */
export function configurationOf(rows: readonly SettingRow[] = ROWS) {
  return {
    title: 'CORS Lint',
    properties: Object.fromEntries(
      rows.map(({ key, scope, description, schema, default: standard }, order) => [
        `corslint.${key}`,
        { ...schema, default: standard, markdownDescription: description, scope, order },
      ]),
    ),
  };
}
