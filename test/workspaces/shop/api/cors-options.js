const isDevelopment = process.env.NODE_ENV === 'development';

/** The front ends of the shop. */
const frontEnds = ['https://shop.example.com', 'https://admin.example.com', ...(isDevelopment ? ['http://localhost:5173'] : [])];

/** A correct policy: listed origins, credentials, and what the front end needs. */
const apiOptions = {
  origin: frontEnds,
  credentials: true,
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: ['Content-Type', 'X-Requested-With'],
  exposedHeaders: ['X-Total-Count'],
  maxAge: 600,
};

module.exports = { apiOptions, frontEnds };
