import cors from '@fastify/cors';
import Fastify from 'fastify';

const app = Fastify();
await app.register(cors, {
  origin: ['https://shop.example.com', 'http://127.0.0.1:4200'],
  methods: ['GET', 'PUT'],
});

app.get('/invoices', async () => []);
app.put('/invoices/:id', async () => ({}));

await app.listen({ port: 3101 });
