import type { Api } from '../api.ts';

/** One of several APIs, by the host that is asked; 404 at every other one. */
export function byHost(apis: Readonly<Record<string, Api | undefined>>): Api {
  return async (request) => {
    const { hostname } = request.url;
    const api = Object.hasOwn(apis, hostname) ? apis[hostname] : undefined;
    return api === undefined ? { status: 404 } : api(request);
  };
}
