import type { App, OpenSocket } from '../../model/app.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { rootOf } from '../../syntax/member.ts';
import type { RecordValue, Value } from '../../syntax/value.ts';
import type { CodeFramework } from '../framework.ts';

/** Whatever may look at the `Origin` of those who connect. */
const LOOKS =
  /headers\s*(\.|\[\s*['"`])origin|allowRequest|verifyClient|shouldHandle|\.origin\b\s*[)=!,;]|getHeader\(\s*['"`]origin/i;
const COOKIES =
  /headers\s*(\.|\[\s*['"`])cookie|(handshake|request|req)\.(session|cookies|signedCookies)\b|\.engine\.use\(/i;

/** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2 */
const CROSS_SITE = /\bsameSite\b['"]?\s*:\s*(['"`])none\1|SameSite=None/i;
/** What a client sends in its first message, in the address or in Socket.IO's `auth`, and whatever looks into a token. */
const TOKENS =
  /handshake\s*\.\s*(auth|query)\b|\bsearchParams\s*\.\s*get\(\s*['"`]\w*(token|ticket|key|jwt)|\b(jwt|jsonwebtoken|jose)\b|\b(verify|validate|check|decode)(Access|Id|Auth|Ws)?(Token|Jwt|Ticket|ApiKey)\b|\.(token|ticket|apiKey|accessToken)\b/i;

/** WebSocket servers, which CORS does not protect: those that nothing tells to look where a connection comes from. */
export const websocket: CodeFramework = {
  kind: 'code',
  id: 'websocket',
  title: 'WebSocket servers',
  docs: 'https://github.com/websockets/ws/blob/master/doc/ws.md',
  mentions: ['websocket', 'socket.io'],

  recognise(file) {
    if (!file.imports(['ws', 'socket.io']) || LOOKS.test(file.text)) return { policies: [] };
    const servers = file.calls(it => /^(WebSocketServer|Server|io|socketio|socket)$/i.test(it)).filter(isOpen);
    return { policies: [], apps: servers.map(it => appOf(it, file)) };
  },

  write: () => undefined,
};

function isOpen({ callee, args, construct }: CallSite): boolean {
  const of = callee.kind === 'member' ? rootOf(callee) : callee;
  if (of?.kind !== 'external') return false;
  const name = callee.kind === 'member' ? callee.name : of.name;
  if (of.module === 'ws') return construct && /^(WebSocketServer|Server)$/.test(name) && isPlain(args[0], 'noServer');
  if (of.module !== 'socket.io') return false;
  const options = args.find(it => it.kind === 'record') ?? args[1];
  return (construct ? name === 'Server' : /^(default|=|\*)$/.test(name)) && isPlain(options);
}

/** No options, or an object of options of which all is known; a server that is handed its connections is none by itself. */
function isPlain(options: Value | undefined, without?: string): boolean {
  if (options === undefined) return true;
  if (options.kind !== 'record') return false;
  return !options.rest && !options.entries.some((it: RecordValue['entries'][number]) => it.key === without);
}

function appOf(call: CallSite, file: CodeFile): App {
  return {
    framework: 'websocket',
    name: call.name,
    global: false,
    at: call.span,
    steps: [],
    ordered: false,
    openSocket: {
      ...placed('cookies', COOKIES, file),
      ...placed('crossSite', CROSS_SITE, file),
      tokens: TOKENS.test(file.text),
    },
  };
}

function placed(key: 'cookies' | 'crossSite', pattern: RegExp, { path, text }: CodeFile): Partial<OpenSocket> {
  const found = pattern.exec(text);
  return found ? { [key]: { path, start: found.index, end: found.index + found[0].length } } : {};
}
