/**
 * Who is at the other end of a tunnel. Several clients of one sandbox are told apart by the user
 * name in their proxy's URL (`http://NAME@127.0.0.1:PORT`), which is the only thing of them that
 * every request shares.
 */
export class TunnelClients {
  readonly #names = new Map<number, string>();

  /** @param port the tunnel's end on the side of the API server */
  open(port: number, name: string): void {
    this.#names.set(port, name);
  }

  close(port: number): void {
    this.#names.delete(port);
  }

  /** undefined: the client gave no name. */
  at(port: number | undefined): string | undefined {
    return port === undefined ? undefined : this.#names.get(port);
  }
}

/** The user name of a Proxy-Authorization field (RFC 7617); nobody checks a password. */
export function proxyUser(field: string | undefined): string | undefined {
  const credentials = /^Basic +(\S+)$/i.exec(field ?? '')?.[1];
  if (credentials === undefined) return undefined;
  const name = Buffer.from(credentials, 'base64').toString('utf8').split(':')[0];
  return name === '' ? undefined : name;
}
