import axios from 'axios';

const api = axios.create({ baseURL: 'http://localhost:4200' });

export const read = () => api.get('/things');
export const write = () => api.post('/things', { name: 'a' });
export const replace = () => api.put('/things/1', { name: 'b' });
export const patch = () => api.patch('/things/1', { name: 'c' });
export const login = () => api.get('/things', { headers: { Authorization: 'Bearer x' } });
export const mine = () => api.get('/things', { withCredentials: true });

export const feed = () => axios.get('http://localhost:4201/feed');
export const pin = () => axios.put('http://localhost:4201/feed/1', { pinned: true });
