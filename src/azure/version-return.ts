/**
 * The port VersionReturn, on Key Vault's REST API: the SDK's import drops the policy
 * (keyvault-certificates 4.10), and for one read of a secret its package is not worth its weight.
 */
import { CertError, isCertError } from '../domain/errors.ts';
import type { Vault } from '../domain/key-vault.ts';
import type { VersionReturn } from '../domain/version-return.ts';
import { withoutExcerpt } from './certificate-transfer.ts';
import type { AzureContext } from './context.ts';
import { keyVaultError } from './key-vault-errors.ts';
import type { Refusal } from './refusals.ts';
import { holdsPrivateKey, leafKey } from './secret-content.ts';
import { createVaultRest } from './vault-rest.ts';

interface Certificate {
  readonly name: string;
  readonly version: string;
}

/** Loads and asks nothing before the first use. */
export function createVersionReturn(context: AzureContext): VersionReturn {
  return {
    async reimport(vault, certificate, signal) {
      const { name, version, tags } = certificate;
      const ask = asker(vault, certificate, context, signal);
      const policy = writable((await ask('GET', `/certificates/${name}/policy`)) as WirePolicy);
      const old = (await ask('GET', `/certificates/${name}/${version}`)) as WireCertificate;
      const read = () => ask('GET', `/secrets/${name}/${version}`);
      const secret = (await withoutExcerpt(read)) as WireSecret;
      const { value = '', contentType = '' } = secret;
      if (!holdsPrivateKey(value, contentType)) {
        throw new CertError('CannotGoBack', {
          ...{ vault: vault.name, name, version },
          ...{ problem: 'not-exportable', id: `${vault.uri}/secrets/${name}/${version}` },
        });
      }
      // What is imported has to be of the kind that the policy names: the version may be older
      // than the policy.
      const key_props = { ...policy.key_props, ...leafKey(old.cer ?? '') };
      const fitting = { ...policy, key_props, secret_props: { contentType } };
      const body = { value, policy: fitting, tags, preserveCertOrder: true };
      const imported = (await ask('POST', `/certificates/${name}/import`, body)) as WireCertificate;
      const thumbprint = Buffer.from(imported.x5t ?? '', 'base64url').toString('hex');
      const returned = { version: imported.id?.split('/').at(-1) ?? '', thumbprint };
      if (JSON.stringify(fitting) === JSON.stringify(policy)) return returned;
      try {
        // Half of it is done: nobody is asked any more whether the other half is wanted.
        const askAnyhow = asker(vault, certificate, context, undefined);
        await askAnyhow('PATCH', `/certificates/${name}/policy`, policy);
        return returned;
      } catch (error) {
        if (!isCertError(error)) throw error;
        return { ...returned, policyFailure: error };
      }
    },
  };
}

type Ask = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => Promise<unknown>;

function asker(
  { uri, name: vault }: Vault,
  certificate: Certificate,
  context: AzureContext,
  signal: AbortSignal | undefined,
): Ask {
  const rest = createVaultRest(new URL(uri).origin, context);
  const doing = `going back in vault ${vault}`;
  const explain = (refusal: Refusal): CertError => returnError(vault, certificate, refusal);
  return (method, path, body) =>
    rest.ask({ method, path, doing, explain, ...(body && { body }) }, signal);
}

function returnError(vault: string, certificate: Certificate, refusal: Refusal): CertError {
  if (refusal.innerCode === 'SecretDisabled') {
    return new CertError('CannotGoBack', { vault, ...certificate, problem: 'disabled' });
  }
  return keyVaultError(vault, refusal);
}

/** Without what the service alone writes. */
function writable(policy: WirePolicy): WirePolicy {
  const { key_props, secret_props, x509_props, lifetime_actions, issuer } = policy;
  const written = Object.entries(x509_props ?? {}).filter(([name]) => name !== 'basic_constraints');
  const sent = { key_props, secret_props, x509_props: Object.fromEntries(written) };
  return { ...sent, lifetime_actions, issuer };
}

interface WirePolicy {
  readonly key_props?: object | undefined;
  readonly secret_props?: object | undefined;
  readonly x509_props?: object | undefined;
  readonly lifetime_actions?: unknown;
  readonly issuer?: unknown;
}

interface WireCertificate {
  readonly id?: string;
  /** SHA-1, base64url. */
  readonly x5t?: string;
  /** DER, base64. */
  readonly cer?: string;
}

interface WireSecret {
  readonly value?: string;
  readonly contentType?: string;
}
