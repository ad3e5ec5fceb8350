const cors = require('cors');
const { Router } = require('express');

const router = Router();

// An origin has no path and no slash at its end, so this never matches.
const shopOnly = cors({ origin: ['https://shop.example.com/', 'https://pay.example.com'], credentials: true });

router.get('/', shopOnly, (req, res) => {
  res.json([]);
});

// `allowedOrigins` is no option of this library, which then lets every website in.
router.get('/public', cors({ allowedOrigins: ['https://shop.example.com'] }), (req, res) => {
  res.json({ open: 0 });
});

// The text 'true' is not true.
router.get('/mine', cors({ origin: 'https://shop.example.com', credentials: 'true' }), (req, res) => {
  res.json([]);
});

module.exports = router;
