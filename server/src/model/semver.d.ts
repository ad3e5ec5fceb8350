/** What is used of the package, which brings no types of its own. */
declare module 'semver' {
  interface Options {
    readonly includePrerelease?: boolean;
  }
  export function minVersion(range: string): { readonly version: string } | null;
  export function validRange(range: string): string | null;
  export function satisfies(version: string, range: string, options?: Options): boolean;
  export function subset(range: string, within: string, options?: Options): boolean;
  export function intersects(one: string, other: string, options?: Options): boolean;
}
