import type { CorsPolicy } from '../../model/policy.ts';

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
  const file = baseName(path);
  return names.some(
    it => file.startsWith(`${it}.config.`) && /^(\w[\w-]*\.)*[cm]?[jt]s$/.test(file.slice(it.length + 8)),
  );
}

/** A file's name without its folders. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The files in which webpack, Vue CLI, CRACO and Create React App are configured. */
export const WEBPACK =
  /^((extra-|custom-)?webpack([.-][\w-]+)*|webpackfile|(vue|craco|rspack)\.config|config-overrides|webpackDevServer\.config)\.[cm]?[jt]s$/i;

/** Whether what a file says is for a dev server alone: the configuration of one, or of the proxy in it. */
export function isForDevServer(path: string): boolean {
  const name = baseName(path);
  return (
    WEBPACK.test(name) ||
    isConfigOf(['vite', 'vitest', 'rsbuild'], path) ||
    /^(setupProxy|proxy\.conf)\.[cm]?[jt]s$/.test(name)
  );
}
