import type { ExtensionContext } from 'vscode';

let stop: (() => Promise<void>) | undefined;

/** Lets the other extensions of the window begin before what speaks to the server is read and set up: some 60 ms of work. */
export async function activate(context: ExtensionContext): Promise<void> {
  await new Promise(setImmediate);
  const { start } = await import('./start.ts');
  const started = start(context);
  stop = started.stop;
  await started.ready;
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
