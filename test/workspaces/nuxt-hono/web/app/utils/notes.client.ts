const base = 'http://localhost:8787';

export const all = () => $fetch(`${base}/notes/all`, { headers: { 'X-Tenant': 'a' } });

export const add = () => $fetch(`${base}/notes/new`, { method: 'POST', body: { text: 'milk' } });

export const change = () => $fetch(`${base}/notes/1`, { method: 'PUT', body: { text: 'bread' }, retry: 0 });

export const traced = () => $fetch(`${base}/notes/all`, { headers: { 'X-Trace': '1' }, retry: 0 });

export const about = () => $fetch(`${base}/public/about`);

export const aboutMe = () => $fetch(`${base}/public/about`, { credentials: 'include', retry: 0 });

export const status = () => $fetch(`${base}/status`, { retry: 0 });
