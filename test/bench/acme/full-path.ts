/**
 * The product as it is shipped, in the sandbox: one process renews so many certificates, through
 * Resource Graph, Azure DNS, its propagation, Key Vault and Let's Encrypt's stand-in, at the rates
 * that Let's Encrypt allows.
 */
import { startProductWorld } from '../../integration/product/product-world.ts';
import { seededCertificate } from '../../integration/product/seeded.ts';
import type { Times } from './rounds.ts';

const VAULT = 'contoso-prod';
const TAGS = { 'kvcert-ca': 'letsencrypt profile=tlsserver' };
const LATE = { from: -70, to: 20 };

export async function fullPath(
  counts: readonly number[],
  progress: (line: string) => void,
): Promise<readonly Times[]> {
  const names = counts.flatMap((count) =>
    Array.from({ length: count }, (_, index) => `full-${count}-${index}`),
  );
  const certificates = await Promise.all(
    names.map((name) => seededCertificate(name, LATE, TAGS, `${name}.example.com`)),
  );
  const world = await startProductWorld({
    world: (defaults) => ({
      ...defaults,
      vaults: defaults.vaults.map((vault) =>
        vault.name === VAULT ? { ...vault, certificates } : vault,
      ),
    }),
  });
  try {
    const times: Times[] = [];
    for (const count of counts) {
      const targets = names
        .filter((name) => name.startsWith(`full-${count}-`))
        .map((name) => `${VAULT}/${name}`);
      const start = performance.now();
      const { code, stdout, stderr } = await world.run(
        ...['renew', ...targets, '--agree-terms', '--output', 'json'],
      );
      const ms = Math.round(performance.now() - start);
      if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
      progress(`${count} on the full path: ${ms} ms`);
      times.push({ contestant: 'kvcert renew', count, delayMs: 0, ms: [ms] });
    }
    return times;
  } finally {
    await world.close();
  }
}
