import type { CertificateVault, PendingOperation, CertificateBundle } from '../domain/key-vault.ts';
import type { NameState, PendingWork } from '../domain/name-state.ts';
import { claimOn } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';

/** Looks what stands under a name: one request for most names, two for free ones. */
export async function nameState(
  { vault, pki }: { readonly vault: CertificateVault; readonly pki: Pki },
  name: string,
  signal: AbortSignal,
): Promise<NameState> {
  const bundle = await vault.get(name, signal);
  if (bundle === undefined) {
    return { state: (await vault.isSoftDeleted(name, signal)) ? 'deleted' : 'free' };
  }
  const operation = bundle.hasOperation ? await vault.getPending(name, signal) : undefined;
  const pending = operation?.status === 'inprogress' ? workOn(bundle, operation, pki) : undefined;
  if (bundle.der !== undefined) {
    const { dnsNames, notAfter } = pki.readCertificate(bundle.der);
    const recipe = parseRecipe(bundle.tags[CA_TAG]);
    return { state: 'exists', dnsNames, notAfter, recipe, pending };
  }
  // What is left of an undone creation counts as free.
  return pending ? { state: 'pending', pending } : { state: 'free' };
}

function workOn(
  { vault, name, tags }: CertificateBundle,
  { csr, issuer }: PendingOperation,
  pki: Pki,
): PendingWork {
  return {
    dnsNames: csr ? pki.readCsr(csr).dnsNames : [],
    issuer,
    claim: claimOn({ vault, name }, tags),
  };
}
