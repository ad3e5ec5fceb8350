import { createServer, type Server } from 'node:http';

/** What a handler behind an API gateway gives back. */
interface Result {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server that hands every request to a handler as an event of API Gateway's first format. */
export function gateway(handler: (event: unknown, context: unknown) => Promise<Result>): Server {
  return createServer(async (request, response) => {
    const { method: httpMethod, url: path, headers } = request;
    const result = await handler({ version: '1.0', httpMethod, path, headers }, {});
    response.writeHead(result.statusCode, result.headers).end(result.body);
  });
}
