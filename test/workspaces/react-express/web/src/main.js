import { items } from './api.js';

items().then(all => {
  document.title = `${all.length} items`;
});
