export class ApiClient {
  constructor(
    private readonly base: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  get(path: string) {
    return this.send(path, 'GET');
  }

  put(path: string, body: unknown) {
    return this.send(path, 'PUT', body);
  }

  private async send(path: string, method: string, body?: unknown) {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { ...this.headers, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return response.json();
  }
}
