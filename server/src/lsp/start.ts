import module from 'node:module';

// Node 22 and later keep what they have compiled for the next start; the types are those of Node 20, which does not.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
await import('./main.ts');
