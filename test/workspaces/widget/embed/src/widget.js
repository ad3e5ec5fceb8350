const home = 'http://reviews.example';

export async function reviews() {
  const response = await fetch(`${home}/reviews`);
  document.body.append(JSON.stringify(await response.json()));
}

export async function me() {
  const response = await fetch(`${home}/customers/me`, { credentials: 'include' });
  return response.json();
}

export async function forget() {
  const response = await fetch(`${home}/customers/me`, { method: 'DELETE', credentials: 'include' });
  return response.json();
}

export async function ownReviews() {
  const response = await fetch(`${home}/reviews`, { credentials: 'include' });
  return response.json();
}

export async function tips() {
  const response = await fetch(`${home}/bakers/tips`);
  return response.json();
}
