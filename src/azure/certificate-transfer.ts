/**
 * The port CertificateTransfer, on Key Vault's REST API: the SDK's import drops the policy
 * (keyvault-certificates 4.10), and for one read of a secret its package is not worth its weight.
 */
import type {
  CertificateTransfer,
  ImportedVersion,
  ImportRequest,
} from '../domain/certificate-transfer.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import { keyVaultError } from './key-vault-errors.ts';
import type { Refusal } from './refusals.ts';
import type { VaultCall, VaultRest } from './vault-rest.ts';

const PEM = 'application/x-pem-file';

/** Asks nothing before the first use. */
export function createCertificateTransfer(vault: string, rest: VaultRest): CertificateTransfer {
  return {
    vault,

    async import(name, request) {
      const call: VaultCall = {
        ...{ method: 'POST' as const, path: `/certificates/${encodeURIComponent(name)}/import` },
        body: bodyOf(request),
        doing: `importing ${name} into vault ${vault}`,
        explain: (refusal: Refusal) => keyVaultError(vault, refusal),
      };
      return toImported((await rest.ask(call, undefined)) as WireCertificate);
    },

    async secret(name, version, signal) {
      const call: VaultCall = {
        ...{ method: 'GET' as const, path: `/secrets/${encodeURIComponent(name)}/${version}` },
        doing: `reading the secret of ${name} in vault ${vault}`,
        explain: (refusal: Refusal) => secretError({ vault, name, version }, refusal),
      };
      const secret = await withoutExcerpt(() => rest.ask(call, signal));
      const { value = '', contentType } = secret as WireSecret;
      return Buffer.from(value, contentType === PEM ? 'utf8' : 'base64');
    },
  };
}

function bodyOf({ file, contentType, policy, tags, enabled }: ImportRequest): object {
  return {
    value: Buffer.from(file).toString(contentType === PEM ? 'utf8' : 'base64'),
    ...(policy && { policy }),
    ...(enabled ? {} : { attributes: { enabled } }),
    tags,
    preserveCertOrder: true,
  };
}

function secretError(
  version: { readonly vault: string; readonly name: string; readonly version: string },
  refusal: Refusal,
): CertError {
  if (refusal.innerCode === 'SecretDisabled') {
    return new CertError('CannotExport', { ...version, problem: 'disabled' });
  }
  return keyVaultError(version.vault, refusal);
}

/** An answer that cannot be read is told with its first characters: here they could be the key's. */
export async function withoutExcerpt<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isCertError(error, 'UnexpectedAnswer')) throw error;
    throw new CertError('UnexpectedAnswer', { ...error.facts, excerpt: '' });
  }
}

function toImported({ id = '', x5t = '' }: WireCertificate): ImportedVersion {
  return {
    version: URL.parse(id)?.pathname.split('/')[3] ?? '',
    thumbprint: Buffer.from(x5t, 'base64url').toString('hex'),
  };
}

interface WireCertificate {
  /** `https://VAULT.vault.azure.net/certificates/NAME/VERSION` */
  readonly id?: string;
  /** SHA-1, base64url. */
  readonly x5t?: string;
}

interface WireSecret {
  readonly value?: string;
  readonly contentType?: string;
}
