import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: ['http://localhost:5173', /\.example\.com$/] }));
app.get('/cart', (_, response) => void response.json([]));
app.post('/cart', (_, response) => void response.json({}));
app.listen(4501);
