import type { Acceptor, Text } from '../../server/src/model/acceptor.ts';
import type { CorsPolicy, NameList, Setting } from '../../server/src/model/policy.ts';

/** Policies in a few lines each, for people to compare. */
export function printPolicies(policies: readonly CorsPolicy[]): readonly string[] {
  return policies.flatMap((it, i) => [...(i === 0 ? [] : ['']), ...print(it)]);
}

function print(policy: CorsPolicy): readonly string[] {
  const { origins, library, scope, guards, preflight } = policy;
  return [
    `framework: ${policy.framework}${library ? ` (${library.name} ${library.version}${library.assumed ? ', assumed' : ''})` : ''}`,
    `origins: ${origins.mode} ${acceptor(origins.acceptor)}${origins.from === 'default' ? ' (default)' : ''}`,
    `credentials: ${setting(policy.credentials, String)}`,
    `methods: ${setting(policy.methods, names)}`,
    `allowed headers: ${setting(policy.allowedHeaders, names)}`,
    `exposed headers: ${setting(policy.exposedHeaders, names)}`,
    `max age: ${setting(policy.maxAge, it => (it === undefined ? 'none' : String(it)))}`,
    `vary: ${setting(policy.vary, it => it)}`,
    `preflight: ${preflight.by}${preflight.status === undefined ? '' : ` ${preflight.status}`}`,
    ...(scope.path === undefined && scope.methods === undefined
      ? []
      : [`scope: ${[scope.methods?.join(','), scope.path].filter(Boolean).join(' ')}`]),
    ...(guards.length === 0 ? [] : [`only where: ${guards.map(guard).join(' and ')}`]),
    ...(policy.used ? [] : ['not used']),
    ...policy.oddities.map(it => `oddity: ${Object.entries(it).flatMap(plain).join(' ')}`),
  ];
}

function plain([key, value]: readonly [string, unknown]): readonly string[] {
  return key === 'at' || key === 'entry' || key === 'first' || value === undefined ? [] : [String(value)];
}

function guard(it: CorsPolicy['guards'][number]): string {
  return it.kind === 'mode' ? it.mode : it.kind === 'variable' ? `${it.name} ${it.state}` : it.text;
}

function setting<T>(it: Setting<T>, show: (value: T) => string): string {
  if (it.kind === 'dynamic') return `dynamic (${it.why})`;
  if (it.kind === 'conflicting') return `conflicting ${it.values.map(show).join(' | ')}`;
  return `${show(it.value)}${it.kind === 'default' ? ' (default)' : ''}`;
}

function names(list: NameList): string {
  if (list.kind !== 'names') return list.kind === 'any' ? '*' : 'reflect';
  return list.names.length === 0 ? 'none' : list.names.map(it => it.text).join(', ');
}

function text(it: Text): string {
  if (typeof it === 'string') return JSON.stringify(it);
  return `${it.prefix ?? ''}\${${it.env}${it.each ? ' each' : ''}}${it.suffix ?? ''}${it.values ? ` = ${it.values.join(' | ')}` : ''}`;
}

function acceptor(it: Acceptor): string {
  switch (it.kind) {
    case 'all':
    case 'none':
      return it.kind;
    case 'unknown':
      return `unknown (${it.why})`;
    case 'not':
      return `not ${acceptor(it.of)}`;
    case 'and':
    case 'or':
      return `(${it.of.map(acceptor).join(` ${it.kind} `)})`;
    case 'within':
      return `within ${text(it.text)}`;
    case 'matches':
      return `${it.subject === 'origin' ? '' : `${it.subject} `}matches /${it.source}/${it.flags}`;
    default:
      return `${it.subject === 'origin' ? '' : `${it.subject} `}${it.kind} ${text(it.text)}`;
  }
}
