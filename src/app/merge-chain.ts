/** The chain goes into the vault, and what comes of it is compared with what was asked for. */
import { differencesFrom } from '../domain/acme-policy.ts';
import type { Difference } from '../domain/error-reasons.ts';
import { CertError } from '../domain/errors.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import type { CertificateBundle } from '../domain/key-vault.ts';
import { changed, finalTags } from './certificate-tags.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { withSecondChance } from './lost-answer.ts';

/**
 * Merges the chain (PEM) and returns the new version. Where the answer is lost, or a run before
 * this one had merged already, the newest version shows it by its thumbprint.
 */
export async function mergeChain(run: IssuanceRun, chain: string): Promise<string> {
  const { plan, progress, services } = run;
  if (progress.version !== undefined) return progress.version;
  const der = services.pki.splitPemChain(chain);
  const merge = async (): Promise<CertificateBundle> => services.vault.merge(plan.name, der);
  const merged =
    (run.resumed ? await mergedBefore(run, der) : undefined) ??
    (await withSecondChance(services.clock, merge, () => mergedBefore(run, der)));
  await run.record({ version: merged.version, pending: undefined });
  return merged.version;
}

async function mergedBefore(
  run: IssuanceRun,
  chain: readonly Uint8Array[],
): Promise<CertificateBundle | undefined> {
  const [leaf] = chain;
  const bundle = await run.services.vault.get(run.plan.name);
  if (leaf === undefined || bundle?.thumbprint === undefined) return undefined;
  const { thumbprint } = run.services.pki.readCertificate(leaf);
  return bundle.thumbprint === thumbprint ? bundle : undefined;
}

/**
 * Reads the new version back, compares it with what was asked for, and takes the claim off it.
 * @throws CertError CertificateMismatch, CertificateChanged
 */
export async function verifyMerged(
  run: IssuanceRun,
  chain: string,
  version: string,
): Promise<Omit<IssuedCertificate, 'chain' | 'leftovers' | 'steps'>> {
  const { plan, services } = run;
  const bundle = await services.vault.get(plan.name);
  if (bundle?.version !== version) throw changed(run, version, bundle);
  await services.vault.replaceTags(plan.name, version, finalTags(run, bundle.tags));
  const differences = versionDifferences(run, chain, bundle);
  if (differences.length > 0) {
    const { vault, name } = plan;
    throw new CertError('CertificateMismatch', { vault: vault.name, name, differences });
  }
  return {
    vault: plan.vault.name,
    name: plan.name,
    version,
    thumbprint: bundle.thumbprint ?? '',
    dnsNames: plan.dnsNames,
    notBefore: bundle.notBefore?.toISOString() ?? '',
    notAfter: bundle.notAfter?.toISOString() ?? '',
  };
}

function versionDifferences(
  run: IssuanceRun,
  chain: string,
  bundle: CertificateBundle,
): readonly Difference[] {
  const { plan, services } = run;
  if (bundle.der === undefined) return [{ kind: 'no-certificate' }];
  const found = services.pki.readCertificate(bundle.der);
  const differences: Difference[] = [
    ...differencesFrom({ dnsNames: plan.dnsNames, key: plan.policy.key }, found),
  ];
  const [leaf] = services.pki.splitPemChain(chain);
  if (!leaf || services.pki.readCertificate(leaf).thumbprint !== found.thumbprint) {
    differences.push({ kind: 'not-as-issued' });
  }
  if (!bundle.enabled) differences.push({ kind: 'disabled' });
  return differences;
}
