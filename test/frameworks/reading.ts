import type { Oddity } from '../../server/src/model/oddity.ts';
import { type CorsPolicy, known, type NameList, type Setting } from '../../server/src/model/policy.ts';
import { accepts } from '../../server/src/origins/ask.ts';
import { sample } from '../harness/workspace.ts';

/** The origins that tell policies apart. */
const PROBES: Readonly<Record<string, string>> = {
  own: 'https://a.example',
  plain: 'http://a.example',
  sub: 'https://x.a.example',
  evil: 'https://evil.test',
  null: 'null',
};

/** How each policy of a file reads, one line for each: `echo-match own; cookies; misread nobody`. */
export function readings(
  source: string,
  files: Readonly<Record<string, string>> = {},
  path = 'server.ts',
): readonly string[] {
  return policies(source, files, path).map(inShort);
}

export function policies(
  source: string,
  files: Readonly<Record<string, string>> = {},
  path = 'server.ts',
): readonly CorsPolicy[] {
  return sample({ ...files, [path]: source }).policies();
}

/** A `package.json` and lockfile that hold these versions. */
export function installed(versions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const packages = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]);
  return {
    'package.json': JSON.stringify({ dependencies: versions }),
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(packages) }),
  };
}

function inShort(policy: CorsPolicy): string {
  const { origins, oddities } = policy;
  const in_ = Object.entries(PROBES).filter(([, it]) => accepts(origins.acceptor, it) === true);
  const unsure = Object.values(PROBES).some(it => accepts(origins.acceptor, it) === undefined);
  const who = in_.length === Object.keys(PROBES).length ? 'everyone' : in_.map(([name]) => name).join(' ');
  const sent = origins.mode === 'fixed' ? origins.sent?.map(it => it.text).join(' + ') : undefined;
  return [
    [origins.mode, sent ?? who, unsure ? '?' : ''].filter(it => it).join(' '),
    cookies(policy.credentials),
    ...oddities.map(odd),
    ...(policy.used ? [] : ['unused']),
  ]
    .filter(it => it)
    .join('; ');
}

function cookies(setting: Setting<boolean>): string {
  const value = known(setting);
  return value === undefined ? 'cookies?' : value ? 'cookies' : '';
}

function odd(it: Oddity): string {
  switch (it.kind) {
    case 'origin-misread':
      return `misread ${it.effect}`;
    case 'unknown-option':
      return `unknown ${it.name}${it.nearest ? ` for ${it.nearest}` : ''}`;
    case 'unset-variable':
      return `unset ${it.variable}: ${it.effect}`;
    case 'wildcard-reflected':
      return `reflected ${it.version}`;
    default:
      return it.kind;
  }
}

/** A list of names as it would be sent. */
export function listed(setting: Setting<NameList>): string {
  const value = known(setting);
  if (!value) return 'unknown';
  return value.kind === 'reflect' ? 'reflected' : value.names.map(it => it.text).join(',');
}
