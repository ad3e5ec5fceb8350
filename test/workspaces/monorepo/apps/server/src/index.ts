import cors from 'cors';
import express from 'express';

const app = express();

app.use('/stock', cors({ origin: ['http://localhost:5173', 'http://localhost:5174'], allowedHeaders: ['Content-Type', 'X-Shop'] }));
app.use('/prices', cors({ origin: 'http://localhost:5173' }));

app.get('/stock', (_, response) => void response.json([]));
app.put('/stock/:id', (_, response) => void response.json({}));
app.get('/prices', (_, response) => void response.json([]));
app.put('/prices/:id', (_, response) => void response.json({}));
app.get('/logs', (_, response) => void response.json([]));

app.listen(4000);
