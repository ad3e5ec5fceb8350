/** A stretch of one file: UTF-16 offsets, `end` exclusive. `path` is the workspace's name for the file. */
export interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Whether `inner` lies wholly within `outer`, in the same file. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.path === inner.path && outer.start <= inner.start && inner.end <= outer.end;
}

/** The smallest span that holds all of `spans`; they must be of one file. */
export function hull(first: Span, ...rest: readonly Span[]): Span {
  return rest.reduce(
    (all, it) =>
      it.path === all.path
        ? { path: all.path, start: Math.min(all.start, it.start), end: Math.max(all.end, it.end) }
        : all,
    first,
  );
}

/** Order of place: by file, then by start, then the shorter first. */
export function comparePlaces(a: Span, b: Span): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start || a.end - b.end;
}
