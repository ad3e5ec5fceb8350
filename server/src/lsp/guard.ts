import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** The part of a cancellation token that a handler looks at. */
export interface Cancel {
  readonly isCancellationRequested: boolean;
}

/** Where a handler that fails says so. */
export type Log = (text: string) => void;

/**
 * The one guard round every request. It lets the messages that came right behind a request be seen first, so that a
 * request which has been overtaken costs nothing; a failure is logged and answered by `fallback`.
 */
export async function answer<T>(
  cancel: Cancel,
  log: Log,
  what: string,
  fallback: T,
  handle: () => T | Promise<T>,
): Promise<T | ResponseError<never>> {
  await breath();
  if (cancel.isCancellationRequested) return cancelled();
  try {
    const result = await handle();
    return cancel.isCancellationRequested ? cancelled() : result;
  } catch (error) {
    if (error instanceof ResponseError) return error as ResponseError<never>;
    log(`${what} failed: ${reason(error)}`);
    return fallback;
  }
}

/** The guard round every notification. */
export function attempt(log: Log, what: string, handle: () => void): void {
  try {
    handle();
  } catch (error) {
    log(`${what} failed: ${reason(error)}`);
  }
}

export function cancelled(): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** Lets everything else that is waiting run first. */
export function breath(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
