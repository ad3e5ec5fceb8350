import { ATTACKER } from './attacker.ts';
import type { Rule } from './rule.ts';

export const websocketOriginUnchecked: Rule = {
  id: 'websocket-origin-unchecked',
  title: 'Any website can open this WebSocket',
  severity: 'warning',
  severityNote:
    'error where the file reads cookies of those who connect and sends a cookie with `SameSite=None`; silent where those who connect bring a token, and in the recommended profile where nothing logs in with cookies',
  profile: 'recommended',
  why: 'CORS does not hold for WebSockets: the browser sends the page’s origin along and connects, whatever the server answers about origins. That is so for Socket.IO with its `cors` option as well, which is for polling alone. Where the cookie says who is there, a page of another site speaks in the user’s name, and reads the answers.',
  example: {
    language: 'ts',
    bad: "import { Server } from 'socket.io';\nconst io = new Server(http, { cors: { origin: 'https://app.example.com' } });\nio.on('connection', socket => greet(socket.handshake.headers.cookie));",
    good: "import { Server } from 'socket.io';\nconst io = new Server(http, { allowRequest: (req, done) => done(null, req.headers.origin === 'https://app.example.com') });\nio.on('connection', socket => greet(socket.handshake.headers.cookie));",
  },
  cwe: [1385],
  spec: 'https://www.rfc-editor.org/rfc/rfc6455#section-10.2',
  kind: 'security',

  *checkApp({ openSocket, at, inTests }, { profile }) {
    // Nobody's browser meets a server that lives for a test.
    if (!openSocket || inTests) return;
    const { cookies, crossSite, tokens } = openSocket;
    // Whoever has to bring a token of his own is not let in by a cookie that the browser adds.
    if (tokens && !cookies) return;
    if (!cookies && profile === 'recommended') return;
    yield {
      at,
      message: cookies
        ? 'Any site can open this WebSocket with the user’s cookies.'
        : 'Any site can open this WebSocket from its visitors’ browsers.',
      severity: cookies && crossSite ? 'error' : 'warning',
      related: [
        ...(cookies ? [{ at: cookies, message: 'The cookies are read here.' }] : []),
        ...(crossSite ? [{ at: crossSite, message: 'This cookie goes along from other sites.' }] : []),
      ],
      witness: { kind: 'origin', origin: ATTACKER },
    };
  },
};
