/** Worlds that tests in VS Code need: with certificates of which it is known what becomes of them. */
import { vault } from '../sandbox/world-parts.ts';
import {
  createCertificateMaker,
  DAY,
  type CertificateMaker,
} from '../sandbox/worlds/certificate-maker.ts';
import { withVaults } from '../sandbox/worlds/more-vaults.ts';
import type { WorldMaker } from '../sandbox/worlds/worlds.ts';

/** The vault that nobody opens, and the only certificate in the world that is due. */
export const ARCHIVED = {
  vault: 'contoso-archive',
  name: 'archive-example-com',
  dnsName: 'archive.example.com',
} as const;

/** The default world with one certificate more: five days before its end. */
export const oneDueInTheArchive: WorldMaker = async (defaults, now) => {
  const maker = await createCertificateMaker(now);
  const subscriptionId = defaults.vaults[0]?.subscriptionId ?? '';
  const world = withVaults(defaults, [vault(ARCHIVED.vault, subscriptionId, 'certificates')]);
  return {
    ...world,
    vaults: await Promise.all(
      world.vaults.map(async (each) =>
        each.name === ARCHIVED.vault
          ? { ...each, certificates: [await due(maker, now, ARCHIVED.name, ARCHIVED.dnsName)] }
          : each,
      ),
    ),
  };
};

/** The default world with certificates in contoso-prod that are due, each for NAME.example.com. */
export function dueInProduction(names: readonly string[]): WorldMaker {
  return async (defaults, now) => {
    const maker = await createCertificateMaker(now);
    const certificates = await Promise.all(
      names.map((name) => due(maker, now, name, `${name}.example.com`)),
    );
    const vaults = defaults.vaults.map((each) =>
      each.name === 'contoso-prod' ? { ...each, certificates } : each,
    );
    return { ...defaults, vaults };
  };
}

async function due(maker: CertificateMaker, now: number, name: string, dnsName: string) {
  const notBefore = now - 85 * DAY;
  const made = await maker.make({
    dnsNames: [dnsName],
    notBefore,
    notAfter: now + 5 * DAY + DAY / 4,
  });
  const tags = { 'kvcert-ca': 'letsencrypt profile=classic' };
  return { name, ...made, tags, enabled: true, createdAt: notBefore };
}
