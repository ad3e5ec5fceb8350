// What Nuxt gives every file.
export { $fetch } from 'ofetch';
