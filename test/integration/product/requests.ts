/** Reading the sandbox's request log. */
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import type { Control } from './control.ts';

/** The requests that arrive while `work` is done, and what came of it. */
export async function requestsDuring<T>(
  control: Control,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly log: readonly LogEntry[] }> {
  const before = (await control.log()).length;
  const result = await work();
  return { result, log: await control.log(before) };
}

/**
 * What may have changed something somewhere: not tokens and queries, which are POSTs as well, and
 * not what only brought Key Vault's challenge.
 */
export function changes(log: readonly LogEntry[]): readonly string[] {
  return log
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .filter(({ api, path, status }) => {
      const isQuery = path.startsWith('/providers/Microsoft.ResourceGraph/');
      return api !== 'login' && !isQuery && !(api === 'keyvault' && status === 401);
    })
    .map(describeRequest);
}

/** `PUT management.azure.com/subscriptions/…`, without the query. */
export function describeRequest({ method, host, path }: LogEntry): string {
  return `${method} ${host}${path.replace(/\?.*/s, '')}`;
}

/** The ACME resource that a request to Pebble is about, e.g. `order-plz`. */
export function acmeResource({ path }: LogEntry): string {
  return path.split('/')[1] ?? '';
}
