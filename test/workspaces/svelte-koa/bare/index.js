import Koa from 'koa';

const app = new Koa();

app.use(ctx => {
  ctx.body = 'bare';
});

app.listen(4101);
