import { styleText } from 'node:util';
import type { Severity } from '../rules/rule.ts';
import type { ColorMode } from './args.ts';
import type { Io, Out } from './io.ts';
import type { Look } from './report.ts';

type Style = Parameters<typeof styleText>[0];

/** Paints text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export function painter(look: Look): Paint {
  return look.color
    ? (style, text) => (text ? styleText(style, text, { validateStream: false }) : '')
    : (_, text) => text;
}

export const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['bold', 'blue'],
  hint: ['bold', 'cyan'],
};

const PLAIN_WIDTH = 120;

/** How text on this stream may look: `--color`, then FORCE_COLOR and NO_COLOR, then whether it is a terminal. */
export function lookOf(out: Out, env: Io['env'], mode: ColorMode): Look {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  const refused = !!env.NO_COLOR || env.FORCE_COLOR === '0' || env.FORCE_COLOR === 'false' || env.TERM === 'dumb';
  const color = mode === 'always' || (mode === 'auto' && (forced || (out.isTTY && !refused)));
  return { color, links: out.isTTY && color && !env.CI, columns: (out.isTTY && out.columns) || PLAIN_WIDTH };
}

/** A hyperlink as terminals understand it (OSC 8). */
export function link(look: Look, url: string, text: string): string {
  return look.links ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text;
}

/**
 * Text from a file, made safe to print: control characters, which could drive the terminal, and marks that turn the
 * direction of writing are replaced one for one.
 */
export function printable(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Bidi_Control}\ufeff]/gu, '\ufffd');
}

/** How many columns of a terminal a character takes. */
export function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^(?:\p{Mn}|\p{Me}|\p{Cf})$/u.test(character)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}
