import { axios } from './axios.ts';
import type { RequestClient } from './client.ts';
import { fetchClient } from './fetch.ts';

/** Every client, the only list of them. */
export const CLIENTS: readonly RequestClient[] = [fetchClient, axios];
