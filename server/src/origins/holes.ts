import type { Acceptor, Hole, Subject, Text } from '../model/acceptor.ts';
import { parts } from '../model/acceptor.ts';

/** The host that stands in for what an environment variable may hold. */
export const STAND_IN_HOST = 'app.your-site.example';

/** The texts that a test may compare with: the text, the known values of its hole, or a stand-in that shows its shape. */
export function textsOf(text: Text, subject: Subject, kind: string): readonly string[] {
  if (typeof text === 'string') return [text];
  const values = text.values && text.values.length > 0 ? text.values : [standIn(text, subject, kind)];
  return values.map(value => `${text.prefix ?? ''}${value}${text.suffix ?? ''}`);
}

/** The environment variables of which only the shape was known. */
export function standIns(acceptor: Acceptor): readonly string[] {
  const names = new Set<string>();
  for (const part of parts(acceptor)) {
    if (!('text' in part) || typeof part.text === 'string') continue;
    if (!part.text.values || part.text.values.length === 0) names.add(part.text.env);
  }
  return [...names];
}

function standIn(hole: Hole, subject: Subject, kind: string): string {
  const prefix = hole.prefix ?? '';
  if (subject === 'protocol') return 'https:';
  if (subject === 'port') return '3000';
  if (subject !== 'origin' && subject !== 'url-origin') return STAND_IN_HOST;
  if (/:\/\/$/.test(prefix)) return STAND_IN_HOST;
  if (/:\/\/./.test(prefix)) return prefix.endsWith('.') ? 'your-site.example' : 'your-site';
  if (kind === 'ends') return prefix === '' ? STAND_IN_HOST : 'your-site.example';
  if (prefix === '' && /^[.:/]|^$/.test(hole.suffix ?? '')) {
    return hole.suffix?.startsWith('.') ? 'https://your-site' : `https://${STAND_IN_HOST}`;
  }
  return prefix === '' ? `https://${STAND_IN_HOST}` : 'your-site.example';
}
