/** Two versions of a certificate side by side. */
import { CertError } from '../domain/errors.ts';
import type { Pki } from '../domain/pki.ts';
import {
  versionDifferences,
  type ComparedVersion,
  type VersionDifference,
} from '../domain/version-difference.ts';
import type { CertificatePlace } from './find-vault.ts';
import { findCertificate, type UpkeepServices } from './upkeep/found-certificate.ts';

export interface ComparedVersions {
  readonly vault: string;
  readonly name: string;
  /** 32 hex digits each. */
  readonly versions: readonly [string, string];
  readonly differences: readonly VersionDifference[];
}

/**
 * @param versions - the second one may be left out: the newest
 * @throws CertError VaultNotFound, CertificateNotFound
 */
export async function compareVersions(
  services: Pick<UpkeepServices, 'inventory' | 'vaultOf'> & { readonly pki: Pki },
  place: CertificatePlace,
  [first, second]: readonly [string, string | undefined],
  signal: AbortSignal,
): Promise<ComparedVersions> {
  const read = async (version: string | undefined): Promise<ComparedVersion & Found> => {
    const { vault, bundle } = await findCertificate(services, place, signal, version);
    const { der, name } = bundle;
    if (der === undefined) {
      throw new CertError('CertificateNotFound', { vault: vault.name, name });
    }
    const facts = services.pki.readCertificate(der);
    return { bundle, facts, vault: vault.name, name, version: bundle.version };
  };
  const [one, other] = await Promise.all([read(first), read(second)]);
  const { vault, name } = one;
  const versions = [one.version, other.version] as const;
  return { vault, name, versions, differences: versionDifferences(one, other) };
}

interface Found {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
}
