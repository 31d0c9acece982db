/** The options that say which key of Key Vault signs for an account. */
import type { AccountOrder } from '../app/accounts/vault-key-place.ts';
import { CertError } from '../domain/errors.ts';
import { isKeyName, type AccountKeyType } from '../domain/vault-keys.ts';

export interface KeyOptions {
  readonly keyVault?: string;
  readonly keyName?: string;
  readonly keyType?: AccountKeyType;
}

/** @throws CertError InvalidOption, InvalidUsage */
export function vaultKeyOf({
  keyVault: vault,
  keyName: name,
  keyType: type,
}: KeyOptions): AccountOrder['vaultKey'] {
  if (vault === undefined) {
    if (name === undefined && type === undefined) return undefined;
    const message =
      '--key-name and --key-type are about a key in the vault that --key-vault names.';
    throw new CertError('InvalidUsage', { message });
  }
  if (name !== undefined && !isKeyName(name)) {
    const expected = '1 to 127 letters, digits and hyphens';
    throw new CertError('InvalidOption', { option: '--key-name', value: name, expected });
  }
  return {
    vault,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
  };
}
