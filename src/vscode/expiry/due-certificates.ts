/**
 * Which of the certificates that are known are due, the nearest end first: by their dates, and where
 * the engine has found it when it asked CAs and policies.
 */
import {
  expiryState,
  isExpiring,
  type ExpiryState,
  type ExpiryThresholds,
} from '../../domain/expiry.ts';
import type { CertificateSummary } from '../../domain/key-vault.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';
import type { DueReasons } from './due-reasons.ts';

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
  reasons: Pick<DueReasons, 'isDue'>,
): readonly DueCertificate[] {
  const due: DueCertificate[] = [];
  const views = Map.groupBy(portfolio.vaults(), ({ vault }) => vaultKey(vault.id));
  for (const [seen] of [...views.values()].map((each) => bestFirst(each, portfolio.listings))) {
    if (!seen) continue;
    const { directory, vault } = seen;
    for (const certificate of portfolio.listings.get(seen).certificates ?? []) {
      if (!certificate.enabled) continue;
      const state = expiryState(certificate, now, thresholds);
      const { name } = certificate;
      const ref = { directory: directory.key, vaultId: vault.id, vault: vault.name, name };
      if (!isExpiring(state) && !reasons.isDue(ref, certificate, now)) continue;
      due.push({ ref, certificate, state });
    }
  }
  return due.toSorted((a, b) => endOf(a) - endOf(b));
}

/** Of several accounts' views of a vault: what was listed last, and where nothing stands in the way. */
function bestFirst(
  views: readonly SeenVault[],
  listings: Pick<Portfolio['listings'], 'get'>,
): readonly SeenVault[] {
  const listedAt = (seen: SeenVault): number => listings.get(seen).listedAt ?? 0;
  const fails = (seen: SeenVault): number => (listings.get(seen).failure ? 1 : 0);
  return views.toSorted((a, b) => listedAt(b) - listedAt(a) || fails(a) - fails(b));
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
