/** This layer's composition: everything of Azure that the engine is given. */
import type { TokenCredential } from '@azure/core-auth';
import type { Inventory } from '../domain/inventory.ts';
import type { CertificateVault, Vault } from '../domain/key-vault.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import type { TxtRecordSets } from '../domain/txt-record-sets.ts';
import { createCredential, type Environment, type SignInMethod } from './credentials.ts';
import type { AzureContext } from './context.ts';
import { createInventory } from './inventory.ts';
import { createCertificateVault } from './key-vault.ts';
import { createTxtRecordSets } from './dns-record-sets.ts';
import { createTransport, type AgentFor } from './transport.ts';

export interface Azure {
  readonly inventory: Inventory;
  readonly recordSets: TxtRecordSets;
  /** One instance per vault: it knows whom to ask for a token after its first call. */
  vault(vault: Vault): CertificateVault;
}

export interface AzureOptions {
  readonly signIn:
    { readonly method: SignInMethod | undefined; readonly env: Environment } | TokenCredential;
  readonly agentFor: AgentFor;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

/** Loads and asks nothing before the first use. */
export function createAzure(options: AzureOptions): Azure {
  const { signIn, agentFor, clock, log, version } = options;
  const httpClient = createTransport({ agentFor, clock });
  const credential =
    'getToken' in signIn
      ? signIn
      : createCredential({ ...signIn, httpClient, clock, log, version });
  const context: AzureContext = { credential, httpClient, clock, log, version };
  const vaults = new Map<string, CertificateVault>();
  return {
    inventory: createInventory(context),
    recordSets: createTxtRecordSets(context),
    vault(vault) {
      const known = vaults.get(vault.uri) ?? createCertificateVault(vault, context);
      vaults.set(vault.uri, known);
      return known;
    },
  };
}
