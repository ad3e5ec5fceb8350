const express = require('express');
const cors = require('cors');
const { apiOptions } = require('./cors-options');
const account = require('./routes/account');
const admin = require('./routes/admin');
const catalogue = require('./routes/catalogue');
const orders = require('./routes/orders');
const partners = require('./routes/partners');

const app = express();

// Whatever is registered before the middleware is answered without CORS headers.
app.get('/api/basket', (req, res) => {
  res.json({ items: [] });
});

app.use('/api', cors(apiOptions));
app.use(express.json());

app.use('/api/account', account);
app.use('/api/admin', admin);
app.use('/api/catalogue', catalogue);
app.use('/api/orders', orders);
app.use('/api/partners', partners);

const port = Number(process.env.PORT || 4000);
app.listen(port, () => {
  console.log(`The shop's API listens on http://localhost:${port}`);
});
