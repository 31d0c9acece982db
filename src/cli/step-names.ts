import type { IssuanceStep } from '../domain/issuance.ts';

/** What a person reads while a step is under way. */
export const STEP_TITLES: Readonly<Record<IssuanceStep, string>> = {
  check: 'Check vault, name, zones and CA',
  order: 'Order the certificate',
  publish: 'Publish the challenge in Azure DNS',
  propagate: 'Wait for the name servers',
  validate: 'Have the CA validate the names',
  csr: 'Make key and CSR in the vault',
  finalize: 'Have the CA sign the CSR',
  merge: 'Merge the chain in the vault',
  verify: 'Verify what the vault holds',
  'clean-up': 'Clean up',
};

/** `340 ms`, `2.1 s`, `1 min 12 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  // From here on it would be rounded to 60.0 s.
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
