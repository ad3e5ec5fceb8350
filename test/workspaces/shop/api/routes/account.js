const cors = require('cors');
const { Router } = require('express');

const router = Router();

// Anybody may read who is logged in: the origin is echoed and cookies are allowed.
router.use(cors({ origin: true, credentials: true }));

router.get('/', (req, res) => {
  res.json({ name: 'Ada', email: 'ada@example.com' });
});

module.exports = router;
