/** This layer's composition: everything of Azure that the engine is given. */
import type { TokenCredential } from '@azure/core-auth';
import type { AzureAccess } from '../domain/azure-access.ts';
import type { Cloud } from '../domain/cloud.ts';
import type { AccountInventory } from '../domain/inventory.ts';
import type { CertificateContacts } from '../domain/certificate-contacts.ts';
import type { CertificateIssuers } from '../domain/certificate-issuers.ts';
import type { CertificateTransfer } from '../domain/certificate-transfer.ts';
import type { CertificateUpkeep } from '../domain/certificate-upkeep.ts';
import type { CertificateVault, Vault } from '../domain/key-vault.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import type { RecordSetLists, TxtRecordSets } from '../domain/txt-record-sets.ts';
import type { VaultKeys } from '../domain/vault-keys.ts';
import type { VaultMaker } from '../domain/vault-creation.ts';
import type { VersionReturn } from '../domain/version-return.ts';
import type { ZoneId } from '../domain/zone-id.ts';
import { createAzureAccess } from './access.ts';
import { createCertificateContacts } from './certificate-contacts.ts';
import { createCertificateIssuers } from './certificate-issuers.ts';
import { createCertificateTransfer } from './certificate-transfer.ts';
import { createCertificateUpkeep } from './certificate-upkeep.ts';
import type { AzureContext } from './context.ts';
import { createInventory } from './inventory.ts';
import { createCertificateVault } from './key-vault.ts';
import { createTxtRecordSets } from './dns-record-sets.ts';
import { createRecordSetLists } from './record-set-lists.ts';
import { cachedTokens } from './token-cache.ts';
import { createVersionReturn } from './version-return.ts';
import { createVaultMaker } from './vault-maker.ts';
import { createVaultKeys } from './vault-keys.ts';
import { createVaultRest } from './vault-rest.ts';
import { createTransport, type AgentFor } from './transport.ts';

export type { TokenCredential };

export interface Azure {
  readonly inventory: AccountInventory;
  readonly recordSets: TxtRecordSets;
  readonly recordSetLists: RecordSetLists;
  readonly access: AzureAccess;
  readonly vaultKeys: VaultKeys;
  readonly versionReturn: VersionReturn;
  readonly vaultMaker: VaultMaker;
  /** One instance per vault: it knows whom to ask for a token after its first call. */
  vault(vault: Vault): CertificateVault;
  upkeep(vault: Vault): CertificateUpkeep;
  transfer(vault: Vault): CertificateTransfer;
  issuers(vault: Vault): CertificateIssuers;
  contacts(vault: Vault): CertificateContacts;
}

export interface AzureOptions {
  /**
   * Who asks. Its tokens are kept here until shortly before their end, and while they are not
   * refused: it is asked once for each scope and tenant. What it rejects with is shown as it is
   * where it is a CertError.
   */
  readonly credential: TokenCredential;
  readonly cloud: Cloud;
  readonly agentFor: AgentFor;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Ids of tenants in which zones are looked for besides those that ARM tells of. */
  readonly tenants?: readonly string[];
  /** Zones that a person has given by hand, for those that are not listed. */
  readonly zones?: readonly ZoneId[];
}

/** Loads and asks nothing before the first use. */
export function createAzure(options: AzureOptions): Azure {
  const { cloud, agentFor, clock, log, version } = options;
  const context: AzureContext = {
    credential: cachedTokens(options.credential, clock),
    cloud,
    httpClient: createTransport({ agentFor, clock }),
    clock,
    log,
    version,
  };
  const restOf = oneForEach(({ uri }) => createVaultRest(new URL(uri).origin, context));
  return {
    inventory: createInventory(context, options.tenants, options.zones),
    recordSets: createTxtRecordSets(context),
    recordSetLists: createRecordSetLists(context),
    access: createAzureAccess(context),
    vaultKeys: createVaultKeys(context),
    versionReturn: createVersionReturn(context),
    vaultMaker: createVaultMaker(context),
    vault: oneForEach((vault) => createCertificateVault(vault, context)),
    issuers: (vault) => createCertificateIssuers(vault.name, restOf(vault)),
    contacts: (vault) => createCertificateContacts(vault.name, restOf(vault)),
    upkeep: (vault) => createCertificateUpkeep(vault.name, restOf(vault)),
    transfer: (vault) => createCertificateTransfer(vault.name, restOf(vault)),
  };
}

/** What is made of a vault is made once: it knows whom to ask for a token after its first call. */
function oneForEach<T>(make: (vault: Vault) => T): (vault: Vault) => T {
  const made = new Map<string, T>();
  return (vault) => {
    const known = made.get(vault.uri) ?? make(vault);
    made.set(vault.uri, known);
    return known;
  };
}
