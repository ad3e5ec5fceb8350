'use client';

const api = process.env.NEXT_PUBLIC_API;

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${api}${path}`, { credentials: 'include', ...init });
  return response.json();
}

export const list = () => ask('/orders');

export const create = () =>
  ask('/orders', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ what: 'tea' }) });

export const change = () =>
  ask('/orders/1', { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ paid: true }) });

export const remove = () => ask('/orders/1', { method: 'DELETE' });

export const once = () =>
  ask('/orders', { method: 'POST', headers: { 'Idempotency-Key': 'a1' }, body: JSON.stringify({ what: 'tea' }) });

export async function sales() {
  const response = await fetch('http://localhost:3002/reports/sales');
  return response.json();
}
