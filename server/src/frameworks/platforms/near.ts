/** A server of this machine, or of the same network: a name without a dot is a service beside it. */
export function isNear(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|localhost|host\.docker\.internal|[\w-]+)$/.test(host);
}

/** The port of a server that stands near: `127.0.0.1:3000`, `http://app:3000`, `:3000`. */
export function portOf(address: string): number | undefined {
  const [, host = '', port] = /^(?:https?:\/\/|h2c:\/\/)?([^/:]*):(\d+)(?:\/.*)?$/.exec(address) ?? [];
  return port !== undefined && (host === '' || isNear(host)) ? Number(port) : undefined;
}

/** The name of that server. */
export function hostOf(address: string): string | undefined {
  return /^(?:https?:\/\/|h2c:\/\/)?([^/:]+):\d+(?:\/.*)?$/.exec(address)?.[1];
}
