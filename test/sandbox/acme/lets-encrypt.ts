import { join } from 'node:path';
import type { Api } from '../api.ts';
import { createAcmeApi } from './acme-api.ts';
import { startPebble, type PebbleOptions } from './pebble.ts';

export interface LetsEncrypt {
  /** By Let's Encrypt's host names. */
  readonly apis: Readonly<Record<string, Api>>;
  /** Pebble's management URL, production's and staging's. */
  readonly management: string;
  readonly stagingManagement: string;
  readonly close: () => Promise<void>;
}

/**
 * Production and staging, each a Pebble of its own: as with Let's Encrypt they share neither
 * accounts nor roots, so an account URL or a chain of the wrong one is noticed.
 */
export async function startLetsEncrypt(options: PebbleOptions): Promise<LetsEncrypt> {
  await using started = new AsyncDisposableStack();
  const start = async (name: string) => {
    const pebble = await startPebble({ ...options, folder: join(options.folder, name) });
    started.defer(() => pebble.close());
    return pebble;
  };
  const production = await start('production');
  const staging = await start('staging');
  const { apis, close } = createAcmeApi({
    ca: options.authority.certificatePem,
    ports: {
      'acme-v02.api.letsencrypt.org': production.port,
      'acme-staging-v02.api.letsencrypt.org': staging.port,
    },
  });
  started.defer(close);
  const running = started.move();
  return {
    apis,
    management: production.management,
    stagingManagement: staging.management,
    close: () => running.disposeAsync(),
  };
}
