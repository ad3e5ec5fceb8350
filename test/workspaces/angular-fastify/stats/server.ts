import Fastify from 'fastify';

const app = Fastify();
app.get('/visits', async () => ({ today: 1 }));
app.post('/visits', async () => ({}));
await app.listen({ port: 3102 });
