import cors from '@fastify/cors';
import Fastify from 'fastify';

const app = Fastify();
await app.register(cors, { origin: 'http://localhost:4200' });

app.get('/books', async () => []);
app.post('/books', async () => ({ id: 1 }));
app.delete('/books/:id', async () => ({}));

await app.listen({ port: 3100 });
