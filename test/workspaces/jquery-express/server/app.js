const cors = require('cors');
const express = require('express');

const app = express();
const open = cors({ origin: true });
const page = cors({ origin: 'http://localhost:1234', credentials: true, methods: 'GET,POST', allowedHeaders: 'Content-Type' });

app.get('/menu', open, (req, res) => res.json([]));
app.options('/order', page);
app.post('/order', page, (req, res) => res.json({}));
app.post('/note', page, (req, res) => res.json({}));
app.get('/order', page, (req, res) => res.json({}));
app.get('/kitchen', (req, res) => res.json({}));

app.listen(4300);
