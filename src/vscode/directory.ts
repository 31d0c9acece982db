/** One account's view of one tenant: what it may list and do there, through an engine of its own. */
import type { Engine } from '../app/engine.ts';
import type { Tenant } from '../domain/inventory.ts';
import type { Account } from './sign-in/sessions.ts';

export interface Directory {
  /** Stable over restarts: part of tree ids, of the cached listing, of the chosen subscriptions. */
  readonly key: string;
  readonly account: Account;
  readonly tenant: Tenant;
  /** Loads the engine with the first call; opens no connection. */
  engine(): Promise<Engine>;
  /** True while something of this tenant was refused for which the person has to sign in. */
  readonly asksForSignIn: boolean;
  /** Asks the person to sign in to this tenant: from a gesture only. */
  signIn(): Promise<void>;
}

export function directoryKey(account: Pick<Account, 'id'>, tenantId: string): string {
  return `${account.id}/${tenantId}`.toLowerCase();
}
