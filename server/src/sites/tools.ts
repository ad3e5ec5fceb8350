import { isAtLeast } from '../frameworks/options/version.ts';
import type { Library } from '../model/policy.ts';

/** A tool that serves pages on the developer's machine. */
export interface Tool {
  /** Its package. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The command that serves, as scripts write it. */
  readonly command: RegExp;
  /** The port that it takes where nothing else is said. */
  port(library: Library): number;
  /** The configuration files, without ending, and the options that lead to the port. */
  readonly config?: { readonly files: readonly string[]; readonly section: readonly string[] };
  /** It takes the port from the variable `PORT`. */
  readonly variable?: boolean;
}

/**
 * In order of precedence: a framework goes before the tool that it is built on. The ports were read in the packages: vite 8.4.0 (5173)
 * and 2.9.18 (3000), react-scripts 5.0.1 (scripts/start.js), @angular-devkit/build-angular 21.2.24 (dev-server/schema.json),
 * @vue/cli-service 5.0.9 (commands/serve.js), webpack-dev-server 5.2.7 (lib/Server.js), parcel 2.16.4 (lib/cli.js); for Next, Nuxt,
 * Astro, Gatsby, Storybook and Remix they are those of their command line's documentation.
 */
export const TOOLS: readonly Tool[] = [
  {
    name: 'next',
    title: 'Next.js',
    command: /\bnext(\s+dev)?(?=\s|$)(?!\s+(build|start|lint|export|telemetry|info))/,
    port: () => 3000,
  },
  {
    name: 'nuxt',
    title: 'Nuxt',
    command: /\bnux[ti]i?(\s+dev)?(?=\s|$)(?!\s+(build|generate|start|preview|prepare))/,
    port: () => 3000,
    config: { files: ['nuxt.config'], section: ['devServer'] },
  },
  {
    name: 'astro',
    title: 'Astro',
    command: /\bastro\s+(dev|start)\b/,
    // https://github.com/withastro/astro/pull/7874
    port: library => (isAtLeast(library, '3.0.0') ? 4321 : 3000),
    config: { files: ['astro.config'], section: ['server'] },
  },
  { name: 'gatsby', title: 'Gatsby', command: /\bgatsby\s+(develop|dev)\b/, port: () => 8000 },
  {
    name: '@angular/cli',
    title: 'Angular',
    command: /\bng\s+(serve|s|dev)\b|\bng\s+run\s+\S+:serve/,
    port: () => 4200,
  },
  {
    name: 'react-scripts',
    title: 'Create React App',
    command: /\breact-scripts\s+start\b/,
    port: () => 3000,
    variable: true,
  },
  {
    name: '@vue/cli-service',
    title: 'Vue CLI',
    command: /\bvue-cli-service\s+serve\b/,
    port: () => 8080,
    config: { files: ['vue.config'], section: ['devServer'] },
    variable: true,
  },
  {
    name: 'vite',
    title: 'Vite',
    command:
      /\b(vite|react-router\s+dev|remix\s+vite:dev|svelte-kit\s+dev)(\s+(dev|serve))?(?=\s|$)(?!\s+(build|preview|optimize))/,
    port: library => (isAtLeast(library, '3.0.0') ? 5173 : 3000),
    config: { files: ['vite.config'], section: ['server'] },
  },
  {
    name: 'parcel',
    title: 'Parcel',
    command: /\bparcel(\s+serve)?(?=\s|$)(?!\s+(build|watch))/,
    port: () => 1234,
    variable: true,
  },
  {
    name: 'webpack-dev-server',
    title: 'webpack-dev-server',
    command: /\bwebpack(-dev-server|\s+serve)\b/,
    port: () => 8080,
    config: { files: ['webpack.config', 'webpack.dev'], section: ['devServer'] },
  },
];
