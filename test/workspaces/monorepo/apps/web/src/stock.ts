import { ApiClient } from '../../../packages/api-client/src/index.ts';

const client = new ApiClient('http://localhost:4000', { 'X-Shop': 'main' });

export const stock = () => client.get('/stock');
export const order = () => client.put('/stock/1', { count: 2 });
export const prices = () => client.get('/prices');
