/** Which certificates are meant by what a tree has given, or by what is selected in it. */
import { distinctCertificates, isCertificateRef, type CertificateRef } from '../certificate-ref.ts';

/** A view in which certificates can be selected. */
export interface Selecting {
  /** Empty while nobody can see it. */
  readonly selection: readonly unknown[];
}

/** Each once. Of nodes, only certificates count: a version is selected for its own sake. */
export function certificatesIn(given: readonly unknown[]): readonly CertificateRef[] {
  return distinctCertificates(given.flatMap(certificateOf));
}

/** Those of the first view in which there are any. */
export function selectedIn(views: readonly Selecting[]): readonly CertificateRef[] {
  return (
    views.map(({ selection }) => certificatesIn(selection)).find(({ length }) => length > 0) ?? []
  );
}

function certificateOf(given: unknown): readonly CertificateRef[] {
  if (isCertificateRef(given)) return [given];
  if (typeof given !== 'object' || given === null) return [];
  if (!('kind' in given && given.kind === 'certificate' && 'ref' in given)) return [];
  return isCertificateRef(given.ref) ? [given.ref] : [];
}
