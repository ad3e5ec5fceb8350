const API = 'http://localhost:4000/api';

async function catalogue() {
  const response = await fetch(`${API}/catalogue`);
  return response.json();
}

export async function account() {
  const response = await fetch(`${API}/account`, { credentials: 'include' });
  return response.json();
}

for (const { title, price } of await catalogue()) {
  const item = document.createElement('li');
  item.textContent = `${title}: ${price} €`;
  document.querySelector('#catalogue').append(item);
}
