import { readApache } from '../syntax/apache.ts';
import { readCaddyfile } from '../syntax/caddyfile.ts';
import type { Directive } from '../syntax/directives.ts';
import { readHaproxy } from '../syntax/haproxy.ts';
import { readNginx } from '../syntax/nginx.ts';
import { corsAnywhere } from './dev-servers/cors-anywhere.ts';
import { electron } from './dev-servers/electron.ts';
import { jsonServer } from './dev-servers/json-server.ts';
import { vite } from './dev-servers/vite.ts';
import { webpack } from './dev-servers/webpack.ts';
import type { Framework } from './framework.ts';
import { fetchedResponses } from './handwritten/fetched-responses.ts';
import { rawHeaders } from './handwritten/index.ts';
import { responseOptions } from './handwritten/response-options.ts';
import { proxyHeaders, telling } from './headers/handed-on.ts';
import { headerNames } from './headers/names.ts';
import { inDirectives, inRows, spelled, type Tokens } from './headers/spelling.ts';
import { adonis } from './libraries/adonis/index.ts';
import { apollo } from './libraries/apollo.ts';
import { elysia } from './libraries/elysia/index.ts';
import { expressCors } from './libraries/express/cors.ts';
import { fastifyCors } from './libraries/fastify/cors.ts';
import { firebaseFunctions } from './libraries/firebase-functions.ts';
import { h3 } from './libraries/h3/index.ts';
import { hapi } from './libraries/hapi/index.ts';
import { hono } from './libraries/hono/index.ts';
import { itty } from './libraries/itty/index.ts';
import { keystone } from './libraries/keystone.ts';
import { koaCors } from './libraries/koa/cors.ts';
import { koaCorsOld } from './libraries/koa/cors-old.ts';
import { loopback } from './libraries/loopback.ts';
import { medusa } from './libraries/medusa.ts';
import { microCors } from './libraries/micro-cors/index.ts';
import { middy } from './libraries/middy/index.ts';
import { nest } from './libraries/nest/index.ts';
import { nextjsCors } from './libraries/nextjs-cors.ts';
import { nuxtSecurity } from './libraries/nuxt-security.ts';
import { oak } from './libraries/oak.ts';
import { payload } from './libraries/payload/index.ts';
import { remixUtils } from './libraries/remix-utils/index.ts';
import { restify } from './libraries/restify/index.ts';
import { sails } from './libraries/sails/index.ts';
import { socketIo } from './libraries/socket-io.ts';
import { strapi } from './libraries/strapi/index.ts';
import { strapi3 } from './libraries/strapi/version-3.ts';
import { websocket } from './libraries/websocket.ts';
import { yoga } from './libraries/yoga/index.ts';
import { apache } from './platforms/apache/index.ts';
import { arm } from './platforms/arm.ts';
import { awsTemplates } from './platforms/aws-templates.ts';
import { azureFunctions } from './platforms/azure-functions.ts';
import { gcsJson, s3Json } from './platforms/buckets.ts';
import { caddy } from './platforms/caddy/index.ts';
import { cdk } from './platforms/cdk.ts';
import { envoy } from './platforms/envoy.ts';
import { gatewayApi } from './platforms/gateway-api.ts';
import { haproxy } from './platforms/haproxy/index.ts';
import { headersFile, netlifyToml } from './platforms/headers-file.ts';
import { iis } from './platforms/iis/index.ts';
import { ingressNginx } from './platforms/ingress-nginx.ts';
import { istio } from './platforms/istio.ts';
import { kong } from './platforms/kong.ts';
import { nextConfig } from './platforms/next-config.ts';
import { nginx } from './platforms/nginx/index.ts';
import { nitro } from './platforms/nitro.ts';
import { openApi } from './platforms/openapi.ts';
import { pulumi } from './platforms/pulumi.ts';
import { nextRoutes, svelteRoutes } from './platforms/route-files.ts';
import { serverlessYml } from './platforms/serverless.ts';
import { sst } from './platforms/sst.ts';
import { firebaseJson, staticWebApp } from './platforms/static-hosts.ts';
import { terraform } from './platforms/terraform/index.ts';
import { traefik } from './platforms/traefik.ts';
import { vercelJson } from './platforms/vercel.ts';

/** Every framework, the only list of them. */
const ALL: readonly Framework[] = [
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
  strapi3,
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
  svelteRoutes,
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
  caddy,
  haproxy,
  terraform,
  istio,
  envoy,
  gatewayApi,
  kong,
  iis,
  openApi,
  arm,
  azureFunctions,
  ingressNginx,
  traefik,
  electron,
  websocket,
  headerNames,
  responseOptions,
  proxyHeaders,
  fetchedResponses,
];

/** The words of notations that are no JSON, YAML or TOML. */
const TOKENS: Readonly<Record<string, Tokens>> = {
  'headers-file': inRows,
  nginx: inDirectives(readNginx),
  apache: inDirectives(readApache),
  caddy: inDirectives(readCaddyfile),
  haproxy: inDirectives(readHaproxy),
};

/** The readers of those that are lines of words. */
const DIRECTIVES: Readonly<Record<string, (path: string, text: string) => readonly Directive[]>> = {
  nginx: readNginx,
  apache: readApache,
  caddy: readCaddyfile,
  haproxy: readHaproxy,
};

export const FRAMEWORKS: readonly Framework[] = ALL.map(it => {
  if (it.kind !== 'config') return it;
  const told = spelled(it, TOKENS[it.id]);
  const read = DIRECTIVES[it.id];
  return read ? telling(told, read) : told;
});

const PLATFORMS = new Set(FRAMEWORKS.filter(it => it.platform).map(it => it.id));

/** Whether policies of this framework are headers that a platform puts on the responses of other code. */
export function isPlatform(id: string): boolean {
  return PLATFORMS.has(id);
}

export function frameworkOf(id: string): Framework | undefined {
  return FRAMEWORKS.find(it => it.id === id);
}
