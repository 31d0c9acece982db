/** One vault in memory, with Key Vault's rules on versions and pending operations. */
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type {
  CertificateBundle,
  CertificateVault,
  CertificateVersion,
  PendingOperation,
  Tags,
  Vault,
} from '../../../src/domain/key-vault.ts';
import { fakeCsr, fakePki } from './fake-pki.ts';
import type { Wire } from './wire.ts';

interface Version {
  readonly version: string;
  readonly der: Uint8Array | undefined;
  readonly enabled: boolean;
  readonly tags: Tags;
}

interface Pending extends PendingOperation {
  readonly csr: Uint8Array;
  readonly tags: Tags;
}

interface Entry {
  /** Newest first; the placeholder of an unfinished creation is one without a certificate. */
  versions: readonly Version[];
  policy: CertificatePolicy;
  pending: Pending | undefined;
}

export class FakeVault implements CertificateVault {
  readonly name: string;
  readonly #wire: Wire;
  readonly #entries = new Map<string, Entry>();
  readonly #softDeleted = new Set<string>();
  #made = 0;

  constructor({ name }: Pick<Vault, 'name'>, wire: Wire) {
    this.name = name;
    this.#wire = wire;
  }

  /** What a person would find, apart from empty entries that carry nothing. */
  get contents() {
    return [...this.#entries]
      .map(([name, { versions, policy, pending }]) => ({
        name,
        versions: versions.map(({ version, der, enabled, tags }) => {
          return { version, key: der && fakePki.readCsr(der).publicKey.fingerprint, enabled, tags };
        }),
        policy,
        pending: pending?.requestId,
      }))
      .filter(({ versions, pending }) => {
        return pending ?? versions.some(({ key, tags }) => key ?? Object.keys(tags).length > 0);
      });
  }

  /** A certificate that was made here some time ago. */
  put(name: string, policy: CertificatePolicy, tags: Tags): void {
    const number = this.#next();
    const csr = Buffer.from(fakeCsr(policy.dnsNames, policy.key, `key-${number}`));
    const version = { version: `version-${number}`, der: csr, enabled: true, tags };
    this.#entries.set(name, { versions: [version], policy, pending: undefined });
  }

  /** A pending operation that somebody else has begun. */
  begin(name: string, policy: CertificatePolicy, tags: Tags): PendingOperation {
    return this.#create(name, policy, tags);
  }

  /** Deletes a certificate in a way that keeps its name. */
  softDelete(name: string): void {
    this.#entries.delete(name);
    this.#softDeleted.add(name);
  }

  /** Somebody else has issued a newer version, under a policy of their own. */
  supersede(name: string, policy: Partial<CertificatePolicy> = {}): void {
    const entry = this.#entry(name);
    const [newest] = entry.versions;
    const version = `version-${this.#next()}`;
    if (newest) entry.versions = [{ ...newest, version, tags: {} }, ...entry.versions];
    entry.policy = { ...entry.policy, ...policy };
    entry.pending = undefined;
  }

  /** Somebody else's change to the newest version. */
  change(name: string, change: Partial<Version>): void {
    const entry = this.#entry(name);
    const [newest, ...older] = entry.versions;
    if (newest) entry.versions = [{ ...newest, ...change }, ...older];
  }

  async *list(signal?: AbortSignal): AsyncIterable<readonly CertificateBundle[]> {
    for (const name of await this.#wire.pass(
      'vault.list',
      () => [...this.#entries.keys()],
      signal,
    )) {
      const bundle = this.#bundle(name);
      if (bundle) yield [bundle];
    }
  }

  get(name: string, signal?: AbortSignal): Promise<CertificateBundle | undefined> {
    return this.#wire.pass('vault.get', () => this.#bundle(name), signal);
  }

  isSoftDeleted(name: string, signal?: AbortSignal): Promise<boolean> {
    return this.#wire.pass('vault.isSoftDeleted', () => this.#softDeleted.has(name), signal);
  }

  getVersion(name: string, version: string, signal?: AbortSignal) {
    return this.#wire.pass('vault.getVersion', () => this.#bundle(name, version), signal);
  }

  versions(name: string, signal?: AbortSignal): Promise<readonly CertificateVersion[]> {
    const list = (): readonly CertificateVersion[] =>
      (this.#entries.get(name)?.versions ?? []).flatMap(({ version }) => {
        const bundle = this.#bundle(name, version);
        return bundle ? [{ ...bundle, createdOn: bundle.notBefore }] : [];
      });
    return this.#wire.pass('vault.versions', list, signal);
  }

  getPending(name: string, signal?: AbortSignal): Promise<PendingOperation | undefined> {
    return this.#wire.pass('vault.getPending', () => this.#entries.get(name)?.pending, signal);
  }

  createPending(name: string, policy: CertificatePolicy, tags: Tags, signal?: AbortSignal) {
    const create = (): PendingOperation => this.#create(name, policy, tags);
    return this.#wire.pass('vault.createPending', create, signal);
  }

  deletePending(name: string, signal?: AbortSignal): Promise<void> {
    const remove = (): void => {
      this.#entry(name).pending = undefined;
    };
    return this.#wire.pass('vault.deletePending', remove, signal);
  }

  merge(name: string, chain: readonly Uint8Array[], signal?: AbortSignal) {
    return this.#wire.pass('vault.merge', () => this.#merge(name, chain), signal);
  }

  replaceTags(name: string, version: string, tags: Tags, signal?: AbortSignal): Promise<void> {
    const replace = (): void => {
      const entry = this.#entry(name);
      entry.versions = entry.versions.map((found) =>
        found.version === version ? { ...found, tags } : found,
      );
    };
    return this.#wire.pass('vault.replaceTags', replace, signal);
  }

  replacePolicy(name: string, policy: CertificatePolicy, signal?: AbortSignal): Promise<void> {
    const replace = (): void => {
      this.#entry(name).policy = policy;
    };
    return this.#wire.pass('vault.replacePolicy', replace, signal);
  }

  #create(name: string, policy: CertificatePolicy, tags: Tags): PendingOperation {
    const before = this.#entries.get(name);
    if (before?.pending?.status === 'inprogress') {
      const facts = { issuer: 'Unknown', pendingNames: [], differences: [] };
      throw new CertError('ForeignPendingOperation', { vault: this.name, name, ...facts });
    }
    const number = this.#next();
    const pending: Pending = {
      requestId: `request-${number}`,
      status: 'inprogress',
      statusDetails: '',
      cancellationRequested: false,
      issuer: 'Unknown',
      csr: fakeCsr(policy.dnsNames, policy.key, `key-${number}`),
      tags,
      error: undefined,
    };
    const placeholder = { version: `version-${number}`, der: undefined, enabled: false, tags };
    const issued = before?.versions.filter(({ der }) => der !== undefined) ?? [];
    const versions = issued.length > 0 ? issued : [placeholder];
    this.#entries.set(name, { versions, policy, pending });
    return pending;
  }

  #merge(name: string, chain: readonly Uint8Array[]): CertificateBundle {
    const entry = this.#entry(name);
    const [leaf] = chain;
    const { pending } = entry;
    if (leaf === undefined || pending?.status !== 'inprogress') throw this.#refusal(404);
    const fingerprint = fakePki.readCertificate(leaf).publicKey.fingerprint;
    if (fakePki.readCsr(pending.csr).publicKey.fingerprint !== fingerprint)
      throw this.#refusal(400);
    const version = {
      version: `version-${this.#next()}`,
      der: leaf,
      enabled: true,
      tags: pending.tags,
    };
    entry.versions = [version, ...entry.versions.filter(({ der }) => der !== undefined)];
    entry.pending = undefined;
    return this.#bundle(name) ?? this.#fail(name);
  }

  #bundle(name: string, version?: string): CertificateBundle | undefined {
    const entry = this.#entries.get(name);
    const found = entry?.versions.find((one) => version === undefined || one.version === version);
    if (!entry || !found) return undefined;
    const facts = found.der && fakePki.readCertificate(found.der);
    return {
      vault: this.name,
      name,
      version: found.version,
      thumbprint: facts?.thumbprint,
      enabled: found.enabled,
      notBefore: facts?.notBefore,
      notAfter: facts?.notAfter,
      tags: found.tags,
      der: found.der,
      policy: entry.policy,
      hasOperation: entry.pending !== undefined,
    };
  }

  #entry(name: string): Entry {
    return this.#entries.get(name) ?? this.#fail(name);
  }

  #fail(name: string): never {
    throw new CertError('CertificateNotFound', { vault: this.name, name });
  }

  #refusal(status: number): CertError {
    const facts = { serviceCode: 'BadParameter', message: 'no such operation' };
    return new CertError('KeyVaultRefused', { vault: this.name, status, ...facts });
  }

  #next(): number {
    this.#made += 1;
    return this.#made;
  }
}
