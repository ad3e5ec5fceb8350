import { angular } from './angular.ts';
import { axios } from './axios.ts';
import { betterAuth } from './better-auth.ts';
import { beacon, eventSource, webSocket } from './browser.ts';
import type { RequestClient } from './client.ts';
import { fetchClient } from './fetch.ts';
import { firebase } from './firebase.ts';
import { apolloClient, graphqlRequest, urql } from './graphql.ts';
import { honoClient } from './hono-client.ts';
import { image } from './image.ts';
import { jquery } from './jquery.ts';
import { ky } from './ky.ts';
import { ofetch } from './ofetch.ts';
import { rtkQuery } from './rtk-query.ts';
import { s3Uploads } from './s3-uploads.ts';
import { socketIoClient } from './socket-io-client.ts';
import { supabase } from './supabase.ts';
import { superagent } from './superagent.ts';
import { swr } from './swr.ts';
import { trpc } from './trpc.ts';
import { xhr } from './xhr.ts';

/** Every client, the only list of them. */
export const CLIENTS: readonly RequestClient[] = [
  fetchClient,
  axios,
  xhr,
  ky,
  ofetch,
  angular,
  jquery,
  superagent,
  supabase,
  firebase,
  socketIoClient,
  graphqlRequest,
  apolloClient,
  urql,
  trpc,
  betterAuth,
  honoClient,
  rtkQuery,
  swr,
  s3Uploads,
  image,
  eventSource,
  beacon,
  webSocket,
];
