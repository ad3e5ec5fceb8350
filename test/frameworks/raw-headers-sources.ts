import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { read, say } from './raw-reading.ts';

export type Files = Readonly<Record<string, string>>;

export function policies(source: string | Files, ...heads: readonly string[]): readonly string[] {
  const files = typeof source === 'string' ? { '/server/a.ts': source } : source;
  return read(rawHeaders, files).policies.map(policy => say(policy, ...heads));
}

/** What the first policy says of the origins. */
export function origins(source: string | Files): string {
  return policies(source)[0] ?? 'no policy';
}

export const LISTED = '(equals "https://a.com" or equals "https://b.com")';
export const LIST = "const LIST = ['https://a.com', 'https://b.com'];";
export const express = (body: string, before = LIST) =>
  `${before}\napp.use((req, res, next) => {\n  const origin = req.headers.origin;\n  ${body}\n  next();\n});\n`;
