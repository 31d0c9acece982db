import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import type { PolicyParameters } from './certificate-policy.ts';
import { completePolicy } from './certificate-policy.ts';
import { beginCreation } from './create-certificate.ts';
import { newId, seconds } from './operation-lifecycle.ts';
import type { Tags } from './json-body.ts';
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
  /** True where it is not given. */
  readonly enabled?: boolean;
  /** When it was put there, in milliseconds since the epoch; now where it is not given. */
  readonly createdAt?: number;
}

/** An operation that is pending from the start: somebody has its CSR and has not come back yet. */
export interface SeededOperation {
  readonly name: string;
  readonly policy: PolicyParameters;
  readonly tags?: Tags;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Adds a version to a certificate, which may exist already; `now` is milliseconds since the epoch. */
export type Seeder = (store: VaultStore, certificate: SeededCertificate, now: number) => void;

/** Certificates may share one DER, which is then read once. */
export function createSeeder(): Seeder {
  const leaves = new WeakMap<Buffer, X509Certificate>();
  const read = (der: Buffer) => {
    const leaf = leaves.get(der) ?? new X509Certificate(der);
    leaves.set(der, leaf);
    return leaf;
  };
  return (store, certificate, now) => {
    seedCertificate(store, certificate, read(certificate.chain[0]), now);
  };
}

function seedCertificate(
  store: VaultStore,
  certificate: SeededCertificate,
  leaf: X509Certificate,
  now: number,
): void {
  const created = seconds(certificate.createdAt ?? now);
  const policy = completePolicy(
    { x509_props: { subject: leaf.subject.replaceAll('\n', ', ') }, ...certificate.policy },
    { enabled: true, created, updated: created },
  );
  const entry =
    store.certificates.find(certificate.name, now) ??
    store.certificates.add(certificate.name, (place) => ({
      ...place,
      policy,
      versions: [],
      placeholder: undefined,
      operation: undefined,
    }));
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
      enabled: certificate.enabled ?? true,
      nbf: seconds(leaf.validFromDate.getTime()),
      exp: seconds(leaf.validToDate.getTime()),
      created,
      updated: created,
    },
  });
}

/** Opens an operation as a request would have done it at that time. */
export async function seedOperation(store: VaultStore, operation: SeededOperation): Promise<void> {
  const { name, policy, tags, startedAt: now } = operation;
  await beginCreation({ store, name, now }, { policy, ...(tags === undefined ? {} : { tags }) });
}
