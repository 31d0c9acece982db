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
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${String(Math.floor(ms / 60_000))} min ${String(Math.round((ms % 60_000) / 1000))} s`;
}
