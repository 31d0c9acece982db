/** Keys of a vault, in memory: what they sign with is their id. */
import {
  withoutVersion,
  type AccountSigner,
  type KeyVaultKey,
} from '../../../src/domain/account-key.ts';
import type { VaultKeyProblem } from '../../../src/domain/error-reasons.ts';
import type { Tags } from '../../../src/domain/key-vault.ts';
import type { VaultKeys, VaultKeyVersion } from '../../../src/domain/vault-keys.ts';

export class FakeVaultKeys implements VaultKeys {
  /** Oldest first. */
  readonly versions: VaultKeyVersion[] = [];

  get(id: string): Promise<VaultKeyVersion | undefined> {
    const isMeant = (each: VaultKeyVersion): boolean =>
      each.id === id || withoutVersion(each.id) === id;
    return Promise.resolve(this.versions.findLast(isMeant));
  }

  create(id: string, _type: unknown, tags: Tags): Promise<VaultKeyVersion> {
    const version = `${id}/${(this.versions.length + 1).toString(16).padStart(32, '0')}`;
    const jwk = { kty: 'RSA', n: version, e: 'AQAB' } as const;
    const made: VaultKeyVersion = {
      id: version,
      kty: 'RSA',
      jwk,
      problem: undefined,
      ofCertificate: false,
      tags,
    };
    this.versions.push(made);
    return Promise.resolve(made);
  }

  replaceTags(id: string, tags: Tags): Promise<void> {
    this.#change(id, { tags });
    return Promise.resolve();
  }

  /** Somebody does this to the key. */
  spoil(id: string, problem: VaultKeyProblem): void {
    this.#change(id, { problem });
  }

  signer({ jwk }: KeyVaultKey): AccountSigner {
    return { jwk, alg: 'RS256', sign: () => Promise.reject(new Error('nothing is signed here')) };
  }

  #change(id: string, change: Partial<VaultKeyVersion>): void {
    const at = this.versions.findIndex((each) => each.id === id);
    const version = this.versions[at];
    if (version !== undefined) this.versions[at] = { ...version, ...change };
  }
}
