import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../server/listen.ts';
import { ControlError, sendJson } from './json-http.ts';
import type { Route } from './route.ts';
import { createRoutes, type ControlOptions } from './routes.ts';

export interface ControlServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The endpoint by which tests look into the sandbox and disturb it: JSON over plain http. */
export async function startControlServer(options: ControlOptions): Promise<ControlServer> {
  const ending = new AbortController();
  const routes = createRoutes(options, ending.signal);
  const server = createServer((incoming, outgoing) => {
    answer(routes, incoming, outgoing).catch((error: unknown) => {
      const status = error instanceof ControlError ? error.status : 500;
      sendJson(outgoing, status, { error: (error as Error).message });
    });
  });
  const port = await listen(server);
  const close = async () => {
    ending.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

async function answer(
  routes: readonly Route[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const there = routes.filter((route) => route.path.test(url.pathname));
  const route = there.find((each) => each.method === incoming.method);
  if (route === undefined) {
    throw there.length === 0
      ? new ControlError(404, `There is nothing at ${url.pathname}.`)
      : new ControlError(405, `${url.pathname} knows ${there.map((r) => r.method).join(', ')}.`);
  }
  const parameter = decodeURIComponent(route.path.exec(url.pathname)?.[1] ?? '');
  const { status = 200, body } = await route.answer({ incoming, url, parameter });
  sendJson(outgoing, status, body);
}
