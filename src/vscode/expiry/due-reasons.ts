/**
 * Why certificates are due: as the engine has last found when it asked CAs and policies, else as far
 * as the listing tells. No editor needed.
 */
import { decideByListing } from '../../domain/listed-decision.ts';
import type { CertificateSummary } from '../../domain/key-vault.ts';
import { describeDecision } from '../../domain/messages/renewal.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { RenewalDecision } from '../../domain/renewal-decision.ts';
import type { Translate } from '../../domain/translate.ts';
import type { CertificateRef } from '../certificate-ref.ts';

interface Surveyed {
  readonly ref: CertificateRef;
  /** Of the version that was looked at. */
  readonly thumbprint: string | undefined;
  readonly decision: RenewalDecision;
}

export class DueReasons {
  readonly #surveyed = new Map<string, Surveyed>();

  /**
   * What a look through these vaults has found: what it does not name is not due there.
   * @param vaultIds - of the vaults that could be looked through
   */
  learn(surveyed: readonly Surveyed[], vaultIds: readonly string[]): void {
    const looked = new Set(vaultIds.map((id) => id.toLowerCase()));
    for (const [key, { ref }] of this.#surveyed) {
      if (looked.has(ref.vaultId.toLowerCase())) this.#surveyed.delete(key);
    }
    for (const one of surveyed) this.#surveyed.set(keyOf(one.ref), one);
  }

  /** True if this version was found to be due, whatever its dates say. */
  isDue(ref: CertificateRef, certificate: CertificateSummary, now: Date): boolean {
    return this.#found(ref, certificate, now)?.kind === 'now';
  }

  /** One sentence; undefined where nobody has asked yet who renews it. */
  sentence(
    ref: CertificateRef,
    certificate: CertificateSummary,
    now: Date,
    t: Translate,
  ): string | undefined {
    const decision = this.#found(ref, certificate, now) ?? decideByListing(certificate, now);
    return decision && plainLine(describeDecision(decision, now, t));
  }

  /** A newer version, or a time that has come, makes what was found worthless. */
  #found(
    ref: CertificateRef,
    { thumbprint }: CertificateSummary,
    now: Date,
  ): RenewalDecision | undefined {
    const found = this.#surveyed.get(keyOf(ref));
    if (!found || found.thumbprint !== thumbprint) return undefined;
    const { decision } = found;
    return decision.kind === 'later' && decision.at <= now ? undefined : decision;
  }
}

/** Whichever account sees it. */
function keyOf({ vaultId, name }: CertificateRef): string {
  return `${vaultId}/${name}`.toLowerCase();
}
