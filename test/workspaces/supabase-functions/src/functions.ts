const base = 'http://127.0.0.1:54321/functions/v1';

export async function greet() {
  const response = await fetch(`${base}/greet`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer x' },
    body: JSON.stringify({ name: 'a' }),
  });
  return response.json();
}

export async function greetFromTab() {
  const response = await fetch(`${base}/greet`, { headers: { 'X-Tab': '1' } });
  return response.json();
}

export async function drop() {
  const response = await fetch(`${base}/greet`, { method: 'DELETE' });
  return response.json();
}

export async function count() {
  const response = await fetch(`${base}/count`);
  return response.json();
}
