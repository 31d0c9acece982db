/** Accounts of the editor, the tenants of each, and an engine for each of both. */
import type { Engine } from '../../app/engine.ts';
import type { Cloud } from '../../domain/cloud.ts';
import type { Tenant } from '../../domain/inventory.ts';
import type { Clock } from '../../domain/runtime.ts';
import { EngineSlot } from '../engine/engine-slot.ts';
import { directoryKey, type Directory } from '../directory.ts';
import type { DirectorySource } from '../portfolio/portfolio.ts';
import { sessionCredential, type SessionCredential } from './session-credential.ts';
import type { Account, Sessions } from './sessions.ts';

export interface DirectoryServices {
  readonly sessions: Sessions;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly openEngine: (credential: SessionCredential, account: Account) => Promise<Engine>;
}

export interface Directories extends DirectorySource {
  /** Asks the person for an account; from a gesture only. Rejects when the person declines. */
  signIn(): Promise<Account>;
  /** Settings of engines have changed: those that are made from now on have the new ones. */
  renewEngines(): void;
}

interface AccountInUse {
  /** For what is asked before a tenant is known. */
  readonly home: EngineSlot;
  /** By tenant id. */
  readonly directories: Map<string, Directory>;
  readonly slots: readonly EngineSlot[];
  readonly slotFor: (credential: SessionCredential) => EngineSlot;
}

/** Asks nothing and loads nothing before the first use. */
export function openDirectories(services: DirectoryServices): Directories {
  const { sessions, cloud, clock } = services;
  const scopes = [cloud.armScope];
  /** By account id: what is at work goes with the account when it leaves. */
  const inUse = new Map<string, AccountInUse>();

  function inUseOf(account: Account): AccountInUse {
    const known = inUse.get(account.id);
    if (known) return known;
    const slots: EngineSlot[] = [];
    const slotFor = (credential: SessionCredential): EngineSlot => {
      const slot = new EngineSlot(() => services.openEngine(credential, account));
      slots.push(slot);
      return slot;
    };
    const home = slotFor(sessionCredential(sessions, account, undefined, clock));
    const made = { slots, slotFor, home, directories: new Map<string, Directory>() };
    inUse.set(account.id, made);
    return made;
  }

  function createDirectory(account: Account, tenant: Tenant): Directory {
    const credential = sessionCredential(sessions, account, tenant, clock);
    const slot = inUseOf(account).slotFor(credential);
    return {
      key: directoryKey(account, tenant.id),
      account,
      tenant,
      get asksForSignIn() {
        return credential.asksForSignIn;
      },
      engine: () => slot.get(),
      signIn: async () => credential.signIn(scopes),
    };
  }

  return {
    async accounts() {
      const accounts = await sessions.accounts();
      const present = new Set(accounts.map(({ id }) => id));
      for (const id of inUse.keys()) {
        if (!present.has(id)) inUse.delete(id);
      }
      const request = { scopes, tenantId: undefined, claims: undefined };
      return Promise.all(
        accounts.map(async (account) => {
          const session = await sessions.silent(request, account).catch(() => undefined);
          return { account, isUsable: session !== undefined };
        }),
      );
    },

    async tenants(account, { again, signal }) {
      const engine = await inUseOf(account).home.get();
      if (again) engine.refresh();
      return engine.tenants(signal);
    },

    directory(account, tenant) {
      const { directories } = inUseOf(account);
      const directory = directories.get(tenant.id) ?? createDirectory(account, tenant);
      directories.set(tenant.id, directory);
      return directory;
    },

    async signIn() {
      const request = { scopes, tenantId: undefined, claims: undefined };
      return (await sessions.interactive(request, undefined)).account;
    },

    renewEngines() {
      for (const { slots } of inUse.values()) {
        for (const slot of slots) slot.renew();
      }
    },
  };
}
