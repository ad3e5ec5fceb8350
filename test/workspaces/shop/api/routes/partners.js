const cors = require('cors');
const { Router } = require('express');

const router = Router();

// Without `^` the pattern accepts https://attackerexample.com, which anybody can register.
router.use('/feed', cors({ origin: /example\.com$/, credentials: true }));

// A dot that is not escaped stands for any character.
router.use('/stock', cors({ origin: /^https:\/\/api.partner-shop.com$/, credentials: true }));

// Two origins in one text are no origin.
router.use('/prices', cors({ origin: 'https://partner-a.example, https://partner-b.example' }));

// Every second request is refused: the pattern remembers where it stopped.
router.use('/images', cors({ origin: /^https:\/\/cdn\.partner-shop\.com$/g }));

// A correct one: anchored, escaped, https.
router.use('/reports', cors({ origin: /^https:\/\/(eu|us)\.partner-shop\.com$/, credentials: true }));

// Listed in .env, with a blank behind the comma that nobody takes away.
router.use('/returns', cors({ origin: process.env.PARTNER_ORIGINS.split(',') }));

router.get(['/feed', '/stock', '/prices', '/images', '/reports', '/returns'], (req, res) => {
  res.json([]);
});

module.exports = router;
