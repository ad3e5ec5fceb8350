const cors = require('cors');
const express = require('express');

const app = express();
app.use(cors({ origin: 'http://localhost:3000', methods: ['GET', 'POST'] }));
app.get('/items', (req, res) => res.json([]));
app.delete('/items/:id', (req, res) => res.json({}));
app.listen(process.env.PORT || 4000);
