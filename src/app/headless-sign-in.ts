/**
 * Signing in where there is no editor. A module of its own, and not part of the engine: @azure/identity
 * and MSAL are most of what Azure's SDK weighs, and an editor signs in by itself.
 */
import type { TokenCredential } from '../azure/azure.ts';
import { createCredential, type CredentialOptions } from '../azure/credentials.ts';
import { createTransport, type AgentFor } from '../azure/transport.ts';

export type { SignInMethod } from '../azure/credentials.ts';

export interface HeadlessSignIn extends Omit<CredentialOptions, 'httpClient'> {
  readonly agentFor: AgentFor;
}

/** The credential for the engine; loads and asks nothing before the first token. */
export function headlessCredential(options: HeadlessSignIn): TokenCredential {
  return createCredential({ ...options, httpClient: createTransport(options) });
}

/**
 * The ids that AZURE_ADDITIONALLY_ALLOWED_TENANTS names, as Azure's own libraries read it: an
 * application's token tells of no other tenants.
 */
export function additionalTenants(env: CredentialOptions['env']): readonly string[] {
  const ids = (env['AZURE_ADDITIONALLY_ALLOWED_TENANTS'] ?? '').split(';').map((id) => id.trim());
  return ids.filter((id) => id !== '' && id !== '*');
}
