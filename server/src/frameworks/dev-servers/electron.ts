import { ALL } from '../../model/acceptor.ts';
import type { CorsPolicy, Setting } from '../../model/policy.ts';
import type { CallSite } from '../../syntax/code.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { CodeFramework } from '../framework.ts';
import { writeHeaders } from '../headers/edits.ts';
import { removeItem } from '../options/edits.ts';

/** Electron with `webSecurity: false`, and Chromium started with `disable-web-security`: no response is asked for permission. */
export const electron: CodeFramework = {
  kind: 'code',
  id: 'electron',
  title: 'Electron’s web security',
  docs: 'https://www.electronjs.org/docs/latest/api/structures/web-preferences',
  mentions: ['websecurity', 'disable-web-security'],

  recognise(file) {
    if (!file.imports(['electron', 'electron/main'])) return { policies: [] };
    const found = file
      .calls(it => /^(BrowserWindow|BrowserView|WebContentsView|appendSwitch|appendArgument)$/.test(it))
      .flatMap(call => switchedOff(call));
    return { policies: found };
  },

  write(policy, edit, read) {
    if (edit.kind !== 'remove' || edit.field !== 'origins' || !policy.origins.entry) return undefined;
    return policy.notation === 'statement'
      ? writeHeaders(policy, { kind: 'delete-statement', statement: policy.origins.entry }, read)
      : removeItem(policy.origins.entry, read);
  },
};

function switchedOff(call: CallSite): readonly CorsPolicy[] {
  const [first] = call.args;
  if (!call.construct) {
    const off = /^(--)?disable-web-security$/.test(textOf(first) ?? '');
    return off && call.alone ? [open(call.span, call.span, call.statement, 'statement')] : [];
  }
  const preferences = first?.kind === 'record' ? property(first, 'webPreferences')?.value : undefined;
  const entry = preferences?.kind === 'record' ? property(preferences, 'webSecurity') : undefined;
  return entry && isFalse(entry.value) ? [open(call.span, entry.span, entry.span, 'options')] : [];
}

function isFalse(value: Value): boolean {
  return value.kind === 'literal' && value.value === false;
}

/** What is not asked for permission is as if every server let in everybody, with cookies and all. */
function open(whole: Span, at: Span, entry: Span, notation: string): CorsPolicy {
  const byDefault = <T>(value: T): Setting<T> => ({ kind: 'default', value, at });
  return {
    framework: 'electron',
    at,
    whole,
    origins: { mode: 'echo-any', acceptor: { ...ALL, at }, listed: [], at, entry, from: 'written' },
    credentials: byDefault(true),
    methods: byDefault({ kind: 'reflect' }),
    allowedHeaders: byDefault({ kind: 'reflect' }),
    exposedHeaders: byDefault({ kind: 'names', names: [] }),
    maxAge: byDefault(undefined),
    vary: byDefault('always'),
    preflight: { by: 'platform' },
    scope: {},
    guards: [],
    used: true,
    oddities: [{ kind: 'same-origin-off', at }],
    notation,
    details: { surface: 'electron' },
  };
}
