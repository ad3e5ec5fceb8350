import type { Browser } from 'playwright-core';

export function findBrowser(log?: (line: string) => void): string | undefined;
export function whyNoBrowser(what?: string): string | false;
export function launchBrowser(): Promise<Browser>;
