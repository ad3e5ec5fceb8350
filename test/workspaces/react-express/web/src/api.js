const base = import.meta.env.VITE_API ?? 'http://localhost:4000';

export async function items() {
  const response = await fetch(`${base}/items`);
  return response.json();
}

export const remove = id => fetch(`${base}/items/${id}`, { method: 'DELETE' });
export const own = () => fetch('/own');
export const other = () => fetch('https://status.example.net/up');
