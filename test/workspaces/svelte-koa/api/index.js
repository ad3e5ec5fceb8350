import cors from '@koa/cors';
import Koa from 'koa';

const app = new Koa();

app.use(cors({ origin: 'http://localhost:5173', allowMethods: ['GET', 'PUT'], allowHeaders: ['X-Session'] }));
app.use(ctx => {
  ctx.body = { path: ctx.path };
});

app.listen(4100);
