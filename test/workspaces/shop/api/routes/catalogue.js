const cors = require('cors');
const { Router } = require('express');

const router = Router();

// Public data without cookies: a wildcard is right here.
router.get('/', cors(), (req, res) => {
  res.json([{ id: 1, title: 'Lamp', price: 40 }]);
});

// Browsers refuse the combination for every request that carries cookies.
router.get('/favourites', cors({ origin: '*', credentials: true }), (req, res) => {
  res.json([]);
});

// Nothing answers the preflight of this PUT: the middleware is mounted on PUT alone.
router.put('/:id', cors({ origin: 'https://admin.example.com' }), (req, res) => {
  res.json({ id: req.params.id });
});

module.exports = router;
