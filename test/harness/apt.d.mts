export const PROGRAMS: {
  readonly chromium: readonly string[];
  readonly nginx: readonly string[];
  readonly apache2: readonly string[];
  readonly caddy: readonly string[];
  readonly haproxy: readonly string[];
  readonly neovim: readonly string[];
};

export function find(name: keyof typeof PROGRAMS, log?: (line: string) => void): string | undefined;
export function findAll(log?: (line: string) => void): void;
