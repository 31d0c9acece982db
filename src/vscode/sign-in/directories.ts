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
  readonly openEngine: (credential: SessionCredential) => Promise<Engine>;
}

export interface Directories extends DirectorySource {
  /** Asks the person for an account; from a gesture only. Rejects when the person declines. */
  signIn(): Promise<Account>;
  /** Settings of engines have changed: those that are made from now on have the new ones. */
  renewEngines(): void;
}

/** Asks nothing and loads nothing before the first use. */
export function openDirectories(services: DirectoryServices): Directories {
  const { sessions, cloud, clock } = services;
  const scopes = [cloud.armScope];
  const known = new Map<string, Directory>();
  const homes = new Map<string, EngineSlot>();
  const slots: EngineSlot[] = [];

  function slotFor(credential: SessionCredential): EngineSlot {
    const slot = new EngineSlot(() => services.openEngine(credential));
    slots.push(slot);
    return slot;
  }

  function homeOf(account: Account): EngineSlot {
    const home =
      homes.get(account.id) ?? slotFor(sessionCredential(sessions, account, undefined, clock));
    homes.set(account.id, home);
    return home;
  }

  function createDirectory(account: Account, tenant: Tenant): Directory {
    const credential = sessionCredential(sessions, account, tenant, clock);
    const slot = slotFor(credential);
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
      const request = { scopes, tenantId: undefined, claims: undefined };
      const usable = await Promise.all(
        accounts.map(async (account) => {
          const session = await sessions.silent(request, account).catch(() => undefined);
          return session === undefined ? [] : [account];
        }),
      );
      return usable.flat();
    },

    async tenants(account, { again, signal }) {
      const engine = await homeOf(account).get();
      if (again) engine.refresh();
      return engine.tenants(signal);
    },

    directory(account, tenant) {
      const key = directoryKey(account, tenant.id);
      const directory = known.get(key) ?? createDirectory(account, tenant);
      known.set(key, directory);
      return directory;
    },

    async signIn() {
      const request = { scopes, tenantId: undefined, claims: undefined };
      return (await sessions.interactive(request, undefined)).account;
    },

    renewEngines() {
      for (const slot of slots) slot.renew();
    },
  };
}
