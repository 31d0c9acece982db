/** Stands before the sandbox's control endpoint and remembers every token that is handed out. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface TokenRecorder {
  /** To be asked instead of the control endpoint. */
  readonly url: string;
  /** In the order in which they were handed out. */
  readonly tokens: readonly string[];
  readonly close: () => Promise<void>;
}

export async function recordTokens(control: string): Promise<TokenRecorder> {
  const tokens: string[] = [];
  const ask = async (request: IncomingMessage): Promise<{ status: number; answer: string }> => {
    const { method = 'GET', url = '/' } = request;
    const body = await text(request);
    const response = await fetch(control + url, { method, ...(body === '' ? {} : { body }) });
    const answer = await response.text();
    const { accessToken } = JSON.parse(answer) as { readonly accessToken?: string };
    if (accessToken !== undefined) tokens.push(accessToken);
    return { status: response.status, answer };
  };
  const server = createServer((request, response) => {
    ask(request).then(
      ({ status, answer }) => response.writeHead(status).end(answer),
      (error: unknown) => response.writeHead(502).end(JSON.stringify(String(error))),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tokens,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
