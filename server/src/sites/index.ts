import { azureFunctions } from './azure-functions.ts';
import { configuredServers } from './configured.ts';
import { firebase, supabase, vercelFunctions } from './functions.ts';
import { hapiServers } from './hapi.ts';
import { listening } from './listening.ts';
import { nextFunctions } from './next.ts';
import { nitroRoutes } from './nitro.ts';
import { payloadServer } from './payload.ts';
import type { SiteReader } from './reader.ts';
import { runtimes } from './runtimes.ts';
import { sockets } from './sockets.ts';

/** Every way in which servers are recognised, the only list of them. */
export const SITES: readonly SiteReader[] = [
  listening,
  hapiServers,
  runtimes,
  supabase,
  firebase,
  vercelFunctions,
  azureFunctions,
  nextFunctions,
  nitroRoutes,
  payloadServer,
  configuredServers,
  sockets,
];
