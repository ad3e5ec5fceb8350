import { electron } from './electron.ts';
import { expressCors } from './express-cors.ts';
import { fastifyCors } from './fastify-cors.ts';
import type { Framework } from './framework.ts';
import { hapi } from './hapi.ts';
import { hono } from './hono.ts';
import { koaCors } from './koa-cors.ts';
import { nest } from './nest.ts';
import { nextConfig } from './next-config.ts';
import { rawHeaders } from './raw-headers/index.ts';
import { socketIo } from './socket-io.ts';
import { vercelJson } from './vercel.ts';
import { websocket } from './websocket.ts';

/** Every framework, the only list of them. */
export const FRAMEWORKS: readonly Framework[] = [
  expressCors,
  fastifyCors,
  hono,
  hapi,
  koaCors,
  nest,
  socketIo,
  rawHeaders,
  nextConfig,
  vercelJson,
  electron,
  websocket,
];

export function frameworkOf(id: string): Framework | undefined {
  return FRAMEWORKS.find(it => it.id === id);
}
