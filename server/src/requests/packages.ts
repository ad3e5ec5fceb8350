/** Packages that only pages use, by which a package of the workspace is known to be one of pages. */
export const OF_PAGES: ReadonlySet<string> = new Set(
  (
    'react-dom vue svelte @angular/core @angular/platform-browser solid-js preact lit jquery alpinejs ember-source @ember/application ' +
    'backbone aurelia-framework mithril react-scripts vite parcel parcel-bundler @vue/cli-service @ionic/react @ionic/vue ' +
    '@ionic/angular webpack-dev-server gatsby htmx.org @vitejs/plugin-react @vitejs/plugin-vue'
  ).split(' '),
);

/** Packages that only servers use. */
export const OF_SERVERS: ReadonlySet<string> = new Set(
  (
    'express fastify koa @nestjs/core @nestjs/common @hapi/hapi hapi restify sails polka elysia @apollo/server apollo-server ' +
    'apollo-server-express graphql-yoga @hono/node-server serverless serverless-http firebase-functions firebase-admin mongoose mongodb pg ' +
    'mysql mysql2 @prisma/client typeorm sequelize redis ioredis knex nodemailer commander yargs puppeteer winston pino node-fetch undici ' +
    'next/server next/headers server-only socket.io ws @strapi/strapi @adonisjs/core @feathersjs/express @middy/core body-parser ' +
    'better-sqlite3 sqlite3 nodemon wrangler @google-cloud/functions-framework bullmq amqplib kafkajs'
  ).split(' '),
);

/** Frameworks whose packages hold code of pages and of servers side by side. */
export const OF_BOTH: ReadonlySet<string> = new Set(
  (
    'next nuxt nuxt3 @remix-run/react @remix-run/node @react-router/dev @sveltejs/kit astro @solidjs/start @tanstack/react-start ' +
    '@analogjs/platform @builder.io/qwik-city vike vite-plugin-ssr'
  ).split(' '),
);

/** Modules of Node that no bundler fills in for pages. */
export const OF_NODE =
  /^(node:.*|fs|fs\/promises|http|https|http2|net|tls|dns|os|child_process|cluster|worker_threads|readline|module|v8|vm|repl)$/;

/** What a component, or what belongs to one, imports. */
export const OF_COMPONENTS: ReadonlySet<string> = new Set(
  'react-dom react-dom/client vue @vue/runtime-core svelte solid-js preact preact/hooks @angular/core lit jquery'.split(
    ' ',
  ),
);
