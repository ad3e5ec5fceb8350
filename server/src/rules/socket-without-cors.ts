import { missing } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const socketWithoutCors: Rule = {
  id: 'socket-without-cors',
  title: 'Socket.IO is not covered by the CORS of the application beside it',
  severity: 'warning',
  profile: 'recommended',
  why: 'Socket.IO answers its requests itself, before the application that listens on the same server sees them. Its clients begin with polling, which are plain requests of the page: without a `cors` option of its own, Socket.IO sends no header of CORS since version 3, and pages of other sites never connect.',
  example: {
    language: 'ts',
    bad: "const { createServer } = require('http');\nimport { Server } from 'socket.io';\napp.use(cors({ origin: 'https://app.example.com' }));\nconst io = new Server(createServer(app));",
    good: "const { createServer } = require('http');\nimport { Server } from 'socket.io';\napp.use(cors({ origin: 'https://app.example.com' }));\nconst io = new Server(createServer(app), { cors: { origin: 'https://app.example.com' } });",
  },
  cwe: [],
  spec: 'https://socket.io/docs/v4/handling-cors/',
  kind: 'breakage',

  *checkApp({ bareSocket, at }, { apps }) {
    if (!bareSocket) return;
    const beside = apps.find(it => it.global && it.at.path === at.path && !it.openSocket);
    const cors = beside?.steps.find(it => it.kind === 'cors' && !it.conditional && it.policy.origins.mode !== 'none');
    if (cors?.kind !== 'cors') return;
    yield {
      at,
      message: `Pages of other sites cannot connect: ${bareSocket} has no \`cors\`, and that of the application is not for it.`,
      severity: breakage(cors.policy, 'warning'),
      related: [{ at: cors.at, message: 'This is for the application alone.' }],
      witness: missing(somePage(cors.policy)),
    };
  },
};
