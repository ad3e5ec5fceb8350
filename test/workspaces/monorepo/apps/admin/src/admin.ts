import { ApiClient } from '../../../packages/api-client/src/index.ts';

const client = new ApiClient('http://localhost:4000');
const traced = new ApiClient('http://localhost:4000', { 'X-Request-Id': '1' });

export const stock = () => client.get('/stock');
export const prices = () => client.get('/prices');
export const raise = () => client.put('/prices/1', { price: 3 });
export const audit = () => traced.get('/stock');
export const logs = () => client.get('/logs');
