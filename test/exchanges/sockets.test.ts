import type { Server } from 'node:http';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

const POLLING = '/socket.io/?EIO=4&transport=polling';

/** Socket.IO 4 on the server of an Express application that mounts cors. */
function socket(title: string, options: string, told: Partial<Program>): Program {
  return {
    title: `${title}, with socket.io 4.8.4`,
    files: {
      'server.mjs': `import { createServer } from 'node:http';
import cors from 'cors';
import express from 'express';
import { Server } from 'socket.io';

const app = express();
app.use(cors({ origin: 'https://app.example.com' }));
app.get('/items', (req, res) => res.json([]));
export const server = createServer(app);
export const io = new Server(server${options});
`,
    },
    dependencies: { express: '5.3.0', cors: '2.8.6', 'socket.io': '4.8.4' },
    start: ({ server }) => listening(server as Server),
    wants: [{ path: '/items' }, { path: POLLING, unpredicted: true }],
    ...told,
  };
}

programs([
  socket('sockets without cors beside an application with it', '', {
    finds: ['socket-without-cors: export const io = new Server(server);'],
  }),
  socket('sockets with cors of their own', ", { cors: { origin: 'https://app.example.com' } }", {}),
]);
