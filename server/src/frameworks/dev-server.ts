import type { CorsPolicy } from '../model/policy.ts';

/** A policy of a server that only developers run, on their own machines. */
export function ofDevServer(policy: CorsPolicy): CorsPolicy {
  return {
    ...policy,
    guards: [...policy.guards, { kind: 'mode', mode: 'development' }],
    details: { ...policy.details, surface: 'dev-server' },
  };
}

/** The configuration files of build tools that take the options of one for themselves, by the name of that property. */
export function isConfigOf(names: readonly string[], path: string): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return names.some(
    it => file.startsWith(`${it}.config.`) && /^(\w[\w-]*\.)*[cm]?[jt]s$/.test(file.slice(it.length + 8)),
  );
}
