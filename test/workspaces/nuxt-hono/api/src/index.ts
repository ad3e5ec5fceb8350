import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';

const app = new Hono();

app.use(
  '/notes/*',
  cors({ origin: 'http://localhost:3000', allowMethods: ['GET', 'POST'], allowHeaders: ['Content-Type', 'X-Tenant'] }),
);
app.use('/public/*', cors());

app.get('/notes/all', c => c.json([]));
app.post('/notes/new', c => c.json({ id: 1 }));
app.put('/notes/:id', c => c.json({}));
app.get('/public/about', c => c.json({ name: 'notes' }));
app.get('/status', c => c.text('up'));

serve({ fetch: app.fetch, port: 8787 });
