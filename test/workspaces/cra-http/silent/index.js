const express = require('express');

const app = express();

app.use((request, response, next) => {
  response.header('Access-Control-Allow-Origin', '*');
  next();
});

app.get('/feed', (request, response) => res(response));
app.put('/feed/:id', (request, response) => res(response));

function res(response) {
  response.json({});
}

app.listen(4201);
