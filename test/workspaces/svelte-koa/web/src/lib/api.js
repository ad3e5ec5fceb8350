import ky from 'ky';

const api = ky.create({ prefixUrl: 'http://localhost:4100', retry: 0 });

export const track = () => api.get('tracks/1').json();

export const save = () => api.put('tracks/1', { headers: { 'X-Session': 's' } }).json();

export const rename = () => api.put('tracks/1', { json: { name: 'b' } }).json();

export const drop = () => api.delete('tracks/1').json();

export const tagged = () => api.get('tracks/1', { headers: { 'X-Tag': 't' } }).json();

export const bare = () => ky.get('http://localhost:4101/', { retry: 0 }).text();
