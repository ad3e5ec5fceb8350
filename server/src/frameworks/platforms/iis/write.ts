import type { PolicyEdit } from '../../../model/edit.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import { XmlPlaces } from '../../../syntax/xml-places.ts';
import { type Edits, entriesOf, headerText, joined, settingOf } from '../../headers/writing.ts';
import type { Read } from '../../options/edits.ts';

/** Writes another value between the quotes of an attribute, takes an element with its line away, or adds one for `Vary`. */
export function writeXml(policy: CorsPolicy, edit: PolicyEdit, read: Read): Edits {
  const placesOf = (path: string) => {
    const file = read(path);
    return file && new XmlPlaces(file);
  };
  // Settings of the module are attributes of one element: that stays.
  const lines = policy.notation === 'xml';
  switch (edit.kind) {
    case 'replace': {
      const text = headerText(edit.value, undefined);
      return text === undefined ? undefined : placesOf(edit.at.path)?.replace(edit.at, text);
    }
    case 'set': {
      const setting = edit.field === 'origins' ? policy.origins : settingOf(policy, edit.field);
      const text = headerText(edit.value, edit.field);
      return lines && setting && 'entry' in setting && setting.entry && text !== undefined
        ? placesOf(setting.at.path)?.replace(setting.at, text)
        : undefined;
    }
    case 'remove':
      return lines ? joined(entriesOf(policy, edit.field).map(it => placesOf(it.path)?.remove(it))) : undefined;
    case 'delete-statement':
      return lines ? placesOf(edit.statement.path)?.remove(edit.statement) : undefined;
    case 'vary': {
      const { entry } = policy.origins;
      return lines && entry && policy.vary.kind === 'default'
        ? placesOf(entry.path)?.repeat(entry, { name: 'Vary', value: 'Origin' })
        : undefined;
    }
    default:
      return undefined;
  }
}
