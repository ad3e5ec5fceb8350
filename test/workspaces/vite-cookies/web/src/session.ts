const { VITE_AUTH: auth } = import.meta.env;

export async function me() {
  const response = await fetch(`${auth}/me`, { credentials: 'include' });
  return response.json();
}

export async function login() {
  const response = await fetch(`${auth}/login`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'a' }),
  });
  return response.json();
}

export async function cart() {
  const response = await fetch(`${import.meta.env.VITE_CART}/cart`);
  return response.json();
}

export async function ownCart() {
  const response = await fetch(`${import.meta.env.VITE_CART}/cart`, { credentials: 'include' });
  return response.json();
}

export function put() {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${import.meta.env.VITE_CART}/cart`);
    request.withCredentials = true;
    request.setRequestHeader('Content-Type', 'application/json');
    request.onload = () => done(request.responseText);
    request.onerror = () => fail(new Error('no answer'));
    request.send('{}');
  });
}
