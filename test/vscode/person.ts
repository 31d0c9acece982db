import { SEAM, type Person } from '../host/in-host/seam.ts';
import { given } from './companion/given.ts';

/** The person at the screen, who does what a test in the extension host asks. */
export function person(): Person {
  const url = given(SEAM.person);
  return new Proxy({} as Person, {
    get:
      (_, name) =>
      async (...args: unknown[]): Promise<unknown> => {
        const body = JSON.stringify([name, ...args]);
        const response = await fetch(url, { method: 'POST', body });
        const text = await response.text();
        if (!response.ok) throw new Error(`${String(name)}: ${text}`);
        return (JSON.parse(text) as [unknown])[0];
      },
  });
}
