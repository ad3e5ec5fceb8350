import cors from 'cors';
import express from 'express';

const app = express();
app.get('/reviews', cors(), (request, response) => void response.json([]));
app.use('/customers', cors({ origin: ['http://bakery.example', 'http://florist.example'], credentials: true, methods: ['GET'] }));
app.get('/customers/me', (request, response) => void response.json({}));
app.delete('/customers/me', (request, response) => void response.json({}));
app.use('/bakers', cors({ origin: 'http://bakery.example' }));
app.get('/bakers/tips', (request, response) => void response.json([]));
app.listen(80);
