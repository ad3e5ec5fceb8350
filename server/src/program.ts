/** Everything that runs, in one file; what a door does not need is not even set up. `boot/` loads it. */
export async function cli(): Promise<void> {
  const { main } = await import('./cli/main.ts');
  await main(serve);
}

/** Serves on standard input and output, or as the arguments say. */
export async function serve(): Promise<void> {
  const { main } = await import('./lsp/main.ts');
  main();
}
