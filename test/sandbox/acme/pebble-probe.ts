import { get } from 'node:https';

/** Whether anything answers 200 at an https URL whose certificate `ca` has signed. */
export async function isAnswering(url: string, ca: string): Promise<boolean> {
  // RFC 8555, 6.1 wants the field, and Pebble insists on it.
  const headers = { 'User-Agent': 'kvcert-sandbox' };
  const signal = AbortSignal.timeout(2000);
  return new Promise((resolve) => {
    get(url, { ca, agent: false, headers, signal }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => {
      resolve(false);
    });
  });
}
