import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { CONFIG_FILE, MANIFEST, readConfigurationText } from '../configuration.ts';
import { RULE_IDS } from '../rules/index.ts';
import { rangeOf } from './convert.ts';
import type { Session } from './session.ts';

/** What makes no sense in a configuration file, as it stands in the editor; nothing for every other file. */
export function configurationProblems(path: string, session: Session): readonly Diagnostic[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name !== CONFIG_FILE && name !== MANIFEST) return [];
  const text = session.textOf(path);
  if (text === undefined || text.trim() === '' || (name === MANIFEST && !text.includes('"corslint"'))) return [];
  return readConfigurationText(text, name, RULE_IDS).problems.map(({ start, end, message }) => ({
    range: rangeOf(session.linesOf(path), { path, start, end }),
    severity: DiagnosticSeverity.Error,
    source: 'corslint',
    code: 'configuration',
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
  }));
}
