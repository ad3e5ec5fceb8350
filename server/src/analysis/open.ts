import type { OpenWorkspace } from './workspace.ts';

export const openWorkspace: OpenWorkspace = () => ({
  concerns: () => false,
  mentions: () => false,
  facts: path => ({ path, policies: [], apps: [], reads: [] }),
  changed: path => [path],
  judge: () => [],
});
