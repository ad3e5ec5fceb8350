import { TOOLS } from '../../server/src/mcp/tools.ts';
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

/** How people name the tools in a prompt. */
const REFERENCES: Readonly<Record<(typeof TOOLS)[number]['name'], string>> = {
  audit: 'corsAudit',
  explain_error: 'explainCorsError',
  simulate_request: 'simulateCorsRequest',
};

/** What is said of arguments where the workspace is given, and its settings, which `null` leaves to these. */
const IN_EDITOR: Readonly<Record<string, string | null>> = {
  'audit.profile': null,
  'audit.paths': 'Folders and files of the workspace, relative to it; all of it where this is left out.',
  'explain_error.paths': null,
  'simulate_request.file': 'The file in which the policy stands, relative to the workspace.',
};

/** `contributes.languageModelTools`, from the tools that `corslint mcp` serves. */
export function languageModelToolsOf() {
  return TOOLS.map(({ name, title, description, inputSchema: { properties, ...schema } }) => ({
    name: `corslint_${name}`,
    toolReferenceName: REFERENCES[name],
    displayName: title,
    modelDescription: description,
    userDescription: description,
    canBeReferencedInPrompt: true,
    icon: '$(shield)',
    tags: ['cors', 'security', 'lint'],
    inputSchema: {
      ...schema,
      properties: Object.fromEntries(
        Object.entries(properties).flatMap(([key, it]) => {
          const said = IN_EDITOR[`${name}.${key}`];
          return said === null ? [] : [[key, said === undefined ? it : { ...it, description: said }]];
        }),
      ),
    },
  }));
}
