import type { IssuanceStep } from '../issuance.ts';
import type { Translate } from '../translate.ts';

/** What a person reads while a step is under way. */
export function stepTitle(step: IssuanceStep, t: Translate): string {
  switch (step) {
    case 'check':
      return t('Check vault, name, zones and CA');
    case 'rehearse':
      return t('Rehearse at a CA that nobody trusts');
    case 'order':
      return t('Order the certificate');
    case 'publish':
      return t('Publish the challenge in Azure DNS');
    case 'propagate':
      return t('Wait for the name servers');
    case 'validate':
      return t('Have the CA validate the names');
    case 'csr':
      return t('Make key and CSR in the vault');
    case 'finalize':
      return t('Have the CA sign the CSR');
    case 'merge':
      return t('Merge the chain in the vault');
    case 'verify':
      return t('Verify what the vault holds');
    case 'clean-up':
      return t('Clean up');
  }
}
