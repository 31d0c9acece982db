import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import type { PolicyParameters } from './certificate-policy.ts';
import { completePolicy } from './certificate-policy.ts';
import { newId, seconds } from './operation-lifecycle.ts';
import type { Tags } from './request-body.ts';
import type { VaultStore } from './vault-store.ts';

/** A certificate that a vault holds from the start, as if somebody had imported it. */
export interface SeededCertificate {
  readonly name: string;
  /** DER, leaf first. */
  readonly chain: readonly [Buffer, ...Buffer[]];
  readonly privateKey?: KeyObject;
  readonly tags?: Tags;
  /** Completed with the service's defaults. */
  readonly policy?: PolicyParameters;
}

/**
 * Adds a version to a certificate, which may exist already.
 * @param now milliseconds since the epoch
 */
export function seedCertificate(
  store: VaultStore,
  certificate: SeededCertificate,
  now: number,
): void {
  const created = seconds(now);
  const [leafDer] = certificate.chain;
  const leaf = new X509Certificate(leafDer);
  const policy = completePolicy(
    { x509_props: { subject: leaf.subject.replaceAll('\n', ', ') }, ...certificate.policy },
    { enabled: true, created, updated: created },
  );
  const entry =
    store.find(certificate.name, now) ??
    store.add({
      name: certificate.name,
      policy,
      versions: [],
      placeholder: undefined,
      operation: undefined,
    });
  entry.placeholder = undefined;
  entry.versions.push({
    id: newId(),
    leaf,
    chain: certificate.chain,
    privateKey: certificate.privateKey,
    contentType: policy.secret_props.contentType,
    exportable: policy.key_props.exportable,
    preserveCertOrder: undefined,
    tags: certificate.tags,
    attributes: {
      enabled: true,
      nbf: seconds(leaf.validFromDate.getTime()),
      exp: seconds(leaf.validToDate.getTime()),
      created,
      updated: created,
    },
  });
}
