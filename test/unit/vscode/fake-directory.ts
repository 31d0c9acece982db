/** A directory whose engine answers from lists, and counts what it was asked. */
import type { Engine } from '../../../src/app/engine.ts';
import type { Subscription, Tenant } from '../../../src/domain/inventory.ts';
import type { CertificateSummary, Vault } from '../../../src/domain/key-vault.ts';
import { directoryKey, type Directory } from '../../../src/vscode/directory.ts';
import type { AccountAccess } from '../../../src/vscode/portfolio/portfolio.ts';
import type { Account } from '../../../src/vscode/sign-in/sessions.ts';

export const ACCOUNT: Account = { id: 'oid.tid', label: 'operator@contoso.com' };

/** Accounts that need not be asked. */
export function usable(...accounts: readonly Account[]): readonly AccountAccess[] {
  return accounts.map((account) => ({ account, isUsable: true }));
}

export const TENANT: Tenant = { id: 'tenant-1', name: 'Contoso', domain: 'contoso.com' };

export const SUBSCRIPTION: Subscription = {
  id: 'sub-1',
  name: 'Production',
  tenantId: TENANT.id,
  state: 'Enabled',
};

export function vaultNamed(name: string, subscriptionId = SUBSCRIPTION.id): Vault {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
    name,
    uri: `https://${name}.vault.azure.net`,
    subscriptionId,
    resourceGroup: 'rg',
    tenantId: TENANT.id,
    location: 'westeurope',
  };
}

const DAY = 86_400_000;

export const NOW = Date.parse('2026-11-22T12:00:00Z');

/** Valid for 90 days, of which `days` are left. */
export function certificateNamed(
  name: string,
  days: number,
  change: Partial<CertificateSummary> = {},
): CertificateSummary {
  return {
    vault: 'contoso-prod',
    name,
    thumbprint: 'ab'.repeat(20),
    enabled: true,
    notBefore: new Date(NOW + (days - 90) * DAY),
    notAfter: new Date(NOW + days * DAY),
    tags: {},
    ...change,
  };
}

/** What an engine is asked for by the views; anything else fails the test. */
export interface Script {
  subscriptions?: () => Promise<readonly Subscription[]>;
  vaults?: () => Promise<readonly Vault[]>;
  unlisted?: Engine['unlisted'];
  pages?: (vault: Vault) => AsyncIterable<readonly CertificateSummary[]>;
  versions?: Engine['versions'];
  show?: Engine['show'];
  nameState?: Engine['nameState'];
  place?: Engine['place'];
  authority?: Engine['authority'];
  preflight?: Engine['preflight'];
  createInVault?: Engine['createInVault'];
  changePolicy?: Engine['changePolicy'];
  listIssuers?: Engine['issuers']['list'];
}

export interface FakeDirectory extends Directory {
  readonly asked: string[];
}

export function fakeDirectory(script: Script, tenant = TENANT, account = ACCOUNT): FakeDirectory {
  const asked: string[] = [];
  const unexpected = (what: string) => (): never => {
    throw new Error(`nobody was to ask for ${what}`);
  };
  const engine: Engine = {
    tenants: unexpected('tenants'),
    unlisted: script.unlisted ?? (() => Promise.resolve([])),
    list: unexpected('list'),
    find: unexpected('find'),
    compareVersions: unexpected('a comparison'),
    search: unexpected('a search'),
    requestByHand: unexpected('requestByHand'),
    survey: unexpected('survey'),
    renewSeveral: unexpected('renewSeveral'),
    nameState: script.nameState ?? unexpected('nameState'),
    place: script.place ?? unexpected('place'),
    directory: unexpected('directory'),
    authority: script.authority ?? unexpected('authority'),
    preflight: script.preflight ?? unexpected('a preflight'),
    obtain: unexpected('obtain'),
    revocation: unexpected('revocation'),
    goBack: unexpected('goBack'),
    accounts: {
      list: unexpected('accounts'),
      find: unexpected('accounts'),
      create: unexpected('accounts'),
      show: unexpected('accounts'),
      updateContact: unexpected('accounts'),
      rollOver: unexpected('accounts'),
      deactivate: unexpected('accounts'),
    },
    createVault: unexpected('createVault'),
    createInVault: script.createInVault ?? unexpected('createInVault'),
    changePolicy: script.changePolicy ?? unexpected('changePolicy'),
    upkeep: {
      deletion: unexpected('a deletion'),
      deleted: unexpected('deleted certificates'),
      listDeleted: unexpected('deleted certificates'),
      findDeleted: unexpected('a deleted certificate'),
      switching: unexpected('a switch'),
      changeTags: unexpected('tags'),
      backUp: unexpected('a backup'),
      restore: unexpected('a restoration'),
    },
    transfer: {
      examine: unexpected('a file'),
      importing: unexpected('an import'),
      export: unexpected('an export'),
    },
    pending: {
      show: unexpected('a pending operation'),
      request: unexpected('a pending operation'),
      merging: unexpected('a merge'),
      cancel: unexpected('a cancellation'),
      delete: unexpected('a pending operation'),
    },
    issuers: {
      list: script.listIssuers ?? unexpected('issuers'),
      show: unexpected('issuers'),
      create: unexpected('issuers'),
      update: unexpected('issuers'),
      delete: unexpected('issuers'),
    },
    contacts: {
      list: unexpected('contacts'),
      add: unexpected('contacts'),
      remove: unexpected('contacts'),
    },
    unfinished: unexpected('unfinished'),
    history: unexpected('history'),
    endUnfinished: unexpected('endUnfinished'),
    show: script.show ?? unexpected('show'),
    leftovers: { find: unexpected('leftovers'), remove: unexpected('leftovers') },
    versions: script.versions ?? unexpected('versions'),
    refresh: () => {
      asked.push('refresh');
    },
    subscriptions: () => {
      asked.push('subscriptions');
      return (script.subscriptions ?? unexpected('subscriptions'))();
    },
    vaults: () => {
      asked.push('vaults');
      return (script.vaults ?? unexpected('vaults'))();
    },
    certificates: (vault) => {
      asked.push(`certificates ${vault.name}`);
      return (script.pages ?? unexpected('certificates'))(vault);
    },
  };
  return {
    key: directoryKey(account, tenant.id),
    account,
    tenant,
    asked,
    asksForSignIn: false,
    engine: () => Promise.resolve(engine),
    signIn: unexpected('signIn'),
  };
}

export async function* pagesOf(
  ...pages: readonly (readonly CertificateSummary[])[]
): AsyncIterable<readonly CertificateSummary[]> {
  for (const page of pages) {
    await Promise.resolve();
    yield page;
  }
}
