import { get } from 'node:https';

/** Whether anything answers 200 at an https URL whose certificate `ca` has signed. */
export async function isAnswering(url: string, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { ca, agent: false, signal: AbortSignal.timeout(2000) }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => {
      resolve(false);
    });
  });
}
