import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: 'http://localhost:5173', credentials: true }));
app.get('/me', (_, response) => void response.json({ name: 'a' }));
app.post('/login', (_, response) => void response.cookie('session', '1').json({}));
app.listen(4500);
