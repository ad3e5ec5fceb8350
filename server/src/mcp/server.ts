import { type Asked, DOORS } from '../api.ts';
import { TOOLS } from './tools.ts';

/** The revisions of the protocol that are spoken, the newest first. https://modelcontextprotocol.io/specification */
const REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

type Json = Readonly<Record<string, unknown>>;

/** Where the messages of a client come from, one a line, and where the answers go. */
export interface McpIo {
  readonly lines: AsyncIterable<string>;
  write(line: string): void;
}

/** A server of the Model Context Protocol over lines of JSON, with three tools that only read. It ends with its input. */
export async function serveMcp({ lines, write }: McpIo, version: string): Promise<void> {
  const send = (message: Json) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  for await (const line of lines) {
    if (line.trim() === '') continue;
    let message: Json;
    try {
      message = JSON.parse(line) as Json;
    } catch {
      send({ id: null, error: { code: PARSE_ERROR, message: 'not JSON' } });
      continue;
    }
    const { id, method, params } = typeof message === 'object' && message !== null ? message : ({} as Json);
    if (typeof method !== 'string') {
      send({ id: null, error: { code: INVALID_REQUEST, message: 'no request' } });
      continue;
    }
    // What has no id is a notification, and is not answered.
    if (id === undefined) continue;
    send({ id, ...(await answer(method, (params ?? {}) as Json, version)) });
  }
}

async function answer(method: string, params: Json, version: string): Promise<Json> {
  switch (method) {
    case 'initialize': {
      const asked = String(params.protocolVersion);
      return {
        result: {
          protocolVersion: REVISIONS.includes(asked) ? asked : REVISIONS[0],
          capabilities: { tools: {} },
          serverInfo: { name: 'corslint', title: 'CORS Lint', version },
        },
      };
    }
    case 'ping':
      return { result: {} };
    case 'tools/list':
      return { result: { tools: TOOLS } };
    case 'tools/call':
      return call(String(params.name), (params.arguments ?? {}) as Json);
    default:
      return { error: { code: METHOD_NOT_FOUND, message: `there is no method ${method}` } };
  }
}

async function call(name: string, given: Json): Promise<Json> {
  const tool = TOOLS.find(it => it.name === name);
  if (!tool) return { error: { code: INVALID_PARAMS, message: `there is no tool ${name}` } };
  const wrong = problemOf(tool.inputSchema, given);
  const asked = wrong === undefined ? await ask(tool.name, given) : { problem: wrong };
  if (asked.problem !== undefined)
    return { result: { content: [{ type: 'text', text: asked.problem }], isError: true } };
  const text = JSON.stringify(asked.value, undefined, 1);
  return { result: { content: [{ type: 'text', text }], structuredContent: asked.value } };
}

function ask(name: (typeof TOOLS)[number]['name'], given: Json): Promise<Asked> {
  const { paths, profile, message, ...rest } = given;
  const where = paths === undefined ? {} : { paths: paths as readonly string[] };
  if (name === 'audit')
    return DOORS.audit({ ...where, ...(profile === undefined ? {} : { profile: profile as 'strict' }) });
  if (name === 'explain_error') return DOORS.explainError(String(message), where);
  return DOORS.simulate(rest as unknown as Parameters<typeof DOORS.simulate>[0]);
}

/** The first argument that is missing, unknown or of another kind, in words. */
function problemOf({ properties, required }: (typeof TOOLS)[number]['inputSchema'], given: Json): string | undefined {
  const missing = required.find(it => given[it] === undefined);
  if (missing !== undefined) return `\`${missing}\` is missing`;
  const kinds: Readonly<Record<string, { readonly type: string; readonly enum?: readonly string[] }>> = properties;
  for (const [key, value] of Object.entries(given)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (!kind) return `there is no argument \`${key}\``;
    if (!isOf(kind.type, value) || kind.enum?.includes(String(value)) === false)
      return `\`${key}\` is ${kind.enum ? `one of ${kind.enum.join(', ')}` : `no ${kind.type}`}`;
  }
  return undefined;
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value) && value.every(it => typeof it === 'string');
  if (type === 'object')
    return typeof value === 'object' && value !== null && Object.values(value).every(it => typeof it === 'string');
  return typeof value === type;
}
