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

  *checkApp({ bareSocket, at }, { apps, server }) {
    if (!bareSocket || server.socketsAtHome) return;
    const beside = apps.filter(it => it.global && !it.openSocket && it.at.path === at.path);
    const cors = beside
      .flatMap(it => it.steps)
      .find(it => it.kind === 'cors' && !it.conditional && it.policy.origins.mode !== 'none');
    const policy = cors?.kind === 'cors' ? cors.policy : undefined;
    // The application may stand in another file of the package.
    if (!policy && (beside.length > 0 || !server.mountsCors)) return;
    yield {
      at,
      message: `Pages of other sites cannot connect: ${bareSocket} has no \`cors\`, and that of the application is not for it.`,
      severity: policy ? breakage(policy, 'warning') : 'warning',
      related: cors ? [{ at: cors.at, message: 'This is for the application alone.' }] : [],
      witness: missing(policy ? somePage(policy) : (server.named[0] ?? 'https://app.example.com')),
    };
  },
};
