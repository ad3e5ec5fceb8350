const allowed = ['https://shop.example.com', 'https://admin.example.com'];

/** By hand, and right: listed origins, `Vary` whatever the answer, the preflight answered. */
function corsByHand(req, res, next) {
  res.vary('Origin');
  const { origin } = req.headers;
  if (allowed.includes(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  if (req.method === 'OPTIONS') {
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    res.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    return res.status(204).end();
  }
  next();
}

/** By hand, and wrong: `https://shop.example.com.attacker.example` starts like the shop, and caches are not told. */
function corsByPrefix(req, res, next) {
  const { origin } = req.headers;
  if (origin && origin.startsWith('https://shop.example.com')) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  if (req.method === 'OPTIONS') return res.status(204).end();
  next();
}

module.exports = { corsByHand, corsByPrefix };
