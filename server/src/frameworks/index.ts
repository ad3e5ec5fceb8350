import { adonis } from './adonis.ts';
import { apache } from './apache/index.ts';
import { apollo } from './apollo.ts';
import { cdk } from './cdk.ts';
import { corsAnywhere } from './cors-anywhere.ts';
import { electron } from './electron.ts';
import { elysia } from './elysia.ts';
import { expressCors } from './express-cors.ts';
import { fastifyCors } from './fastify-cors.ts';
import { firebaseFunctions } from './firebase-functions.ts';
import type { Framework } from './framework.ts';
import { h3 } from './h3.ts';
import { hapi } from './hapi.ts';
import { headerNames } from './header-names.ts';
import { hono } from './hono.ts';
import { itty } from './itty.ts';
import { jsonServer } from './json-server.ts';
import { keystone } from './keystone.ts';
import { koaCors } from './koa-cors.ts';
import { koaCorsOld } from './koa-cors-old.ts';
import { loopback } from './loopback.ts';
import { medusa } from './medusa.ts';
import { microCors } from './micro-cors.ts';
import { middy } from './middy.ts';
import { nest } from './nest.ts';
import { nextConfig } from './next-config.ts';
import { nextRoutes } from './next-routes.ts';
import { nextjsCors } from './nextjs-cors.ts';
import { nginx } from './nginx/index.ts';
import { nitro } from './nitro.ts';
import { nuxtSecurity } from './nuxt-security.ts';
import { oak } from './oak.ts';
import { payload } from './payload.ts';
import { awsTemplates } from './platforms/aws-templates.ts';
import { gcsJson, s3Json } from './platforms/buckets.ts';
import { headersFile, netlifyToml } from './platforms/headers-file.ts';
import { ingressNginx, traefik } from './platforms/kubernetes.ts';
import { serverlessYml } from './platforms/serverless.ts';
import { firebaseJson, staticWebApp } from './platforms/static-hosts.ts';
import { pulumi } from './pulumi.ts';
import { rawHeaders } from './raw-headers/index.ts';
import { remixUtils } from './remix-utils.ts';
import { restify } from './restify.ts';
import { sails } from './sails.ts';
import { socketIo } from './socket-io.ts';
import { sst } from './sst.ts';
import { strapi } from './strapi.ts';
import { vercelJson } from './vercel.ts';
import { vite } from './vite.ts';
import { webpack } from './webpack.ts';
import { websocket } from './websocket.ts';
import { yoga } from './yoga.ts';

/** Every framework, the only list of them. */
export const FRAMEWORKS: readonly Framework[] = [
  expressCors,
  fastifyCors,
  hono,
  hapi,
  koaCors,
  koaCorsOld,
  jsonServer,
  nest,
  loopback,
  socketIo,
  elysia,
  itty,
  medusa,
  microCors,
  middy,
  nextjsCors,
  remixUtils,
  strapi,
  adonis,
  apollo,
  cdk,
  sst,
  pulumi,
  nitro,
  nuxtSecurity,
  h3,
  vite,
  webpack,
  corsAnywhere,
  firebaseFunctions,
  yoga,
  oak,
  keystone,
  payload,
  rawHeaders,
  restify,
  sails,
  nextConfig,
  nextRoutes,
  vercelJson,
  firebaseJson,
  staticWebApp,
  headersFile,
  netlifyToml,
  awsTemplates,
  serverlessYml,
  s3Json,
  gcsJson,
  nginx,
  apache,
  ingressNginx,
  traefik,
  electron,
  websocket,
  headerNames,
];

const PLATFORMS = new Set(FRAMEWORKS.filter(it => it.platform).map(it => it.id));

/** Whether policies of this framework are headers that a platform puts on the responses of other code. */
export function isPlatform(id: string): boolean {
  return PLATFORMS.has(id);
}

export function frameworkOf(id: string): Framework | undefined {
  return FRAMEWORKS.find(it => it.id === id);
}
