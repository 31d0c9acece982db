/** Which of the certificates that are known are due, the nearest end first. */
import {
  expiryState,
  isExpiring,
  type ExpiryState,
  type ExpiryThresholds,
} from '../../domain/expiry.ts';
import type { CertificateSummary } from '../../domain/key-vault.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';

export interface DueCertificate {
  readonly ref: CertificateRef;
  readonly certificate: CertificateSummary;
  readonly state: ExpiryState;
}

/** A vault that two accounts see is told of once. */
export function dueCertificates(
  portfolio: Pick<Portfolio, 'vaults' | 'listings'>,
  thresholds: ExpiryThresholds,
  now: Date,
): readonly DueCertificate[] {
  const due: DueCertificate[] = [];
  const told = new Set<string>();
  for (const seen of portfolio.vaults()) {
    const { directory, vault } = seen;
    const { certificates } = portfolio.listings.get(seen);
    // Another account may list what this one may not.
    if (!certificates || told.has(vaultKey(vault.id))) continue;
    told.add(vaultKey(vault.id));
    for (const certificate of certificates) {
      const state = expiryState(certificate, now, thresholds);
      if (!isExpiring(state) || !certificate.enabled) continue;
      const ref = {
        directory: directory.key,
        vaultId: vault.id,
        vault: vault.name,
        name: certificate.name,
      };
      due.push({ ref, certificate, state });
    }
  }
  return due.toSorted((a, b) => endOf(a) - endOf(b));
}

/** True if two lists name the same certificates in the same order, each in the same state. */
export function areSameDue(
  one: readonly DueCertificate[],
  other: readonly DueCertificate[],
): boolean {
  return (
    one.length === other.length &&
    one.every((due, index) => {
      const { ref, certificate, state } = other[index] ?? due;
      return (
        due.state === state &&
        due.ref.name === ref.name &&
        due.ref.vaultId === ref.vaultId &&
        due.ref.directory === ref.directory &&
        due.certificate.thumbprint === certificate.thumbprint
      );
    })
  );
}

function endOf({ certificate }: DueCertificate): number {
  return certificate.notAfter?.getTime() ?? 0;
}
