/** The accounts at CAs, as a person deals with them: one object that the engine hands out. */
import { isSameAccount, type AccountStore } from '../../domain/account-store.ts';
import type { AcmeAccountState, AcmeSession } from '../../domain/acme.ts';
import { isCertError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Clock } from '../../domain/runtime.ts';
import type { Registrar } from '../registrar.ts';
import {
  chosenAccount,
  knownAccount,
  knownAccounts,
  type AccountChoice,
  type KnownAccount,
  type RegisteredAccount,
} from './account-choice.ts';
import { withAccountLock } from './account-lock.ts';
import { signerOf } from './account-signer.ts';
import { createAccount, wishedAccount, type AccountOrigin } from './create-account.ts';
import { rollOverKey } from './roll-over-key.ts';
import { settledAccount } from './settled-account.ts';
import { placedWish, type AccountOrder } from './vault-key-place.ts';

/** An account as it is remembered, and as the CA has it. */
export interface AccountReport extends KnownAccount {
  readonly url: string;
  readonly atCa: Omit<AcmeAccountState, 'url'>;
}

/** Every method but `list` and `find` asks the CA and rejects with a CertError. */
export interface CaAccounts {
  /** By CA. */
  list(): Promise<readonly KnownAccount[]>;
  /** The one that is meant; asks nobody. */
  find(choice: AccountChoice): Promise<KnownAccount & { readonly url: string }>;
  create(
    order: AccountOrder,
    signal: AbortSignal,
  ): Promise<{
    readonly account: KnownAccount;
    readonly created: boolean;
    readonly origin: AccountOrigin;
  }>;
  show(choice: AccountChoice, signal: AbortSignal): Promise<AccountReport>;
  /** Replaces all contacts by these URLs. */
  updateContact(
    choice: AccountChoice,
    contact: readonly string[],
    signal: AbortSignal,
  ): Promise<AccountReport>;
  /** Exchanges its key. */
  rollOver(choice: AccountChoice, signal: AbortSignal): Promise<KnownAccount>;
  /** For ever; it is forgotten here, too, and so is one that the CA no longer takes. */
  deactivate(choice: AccountChoice, signal: AbortSignal): Promise<KnownAccount>;
}

export interface AccountServices {
  readonly registrarOf: (directoryUrl: string) => Registrar;
  readonly accounts: AccountStore;
  readonly inventory: Pick<Inventory, 'vaults'>;
  readonly lockFolder: string;
  readonly clock: Clock;
}

export function openCaAccounts(services: AccountServices): CaAccounts {
  const { accounts, inventory, registrarOf, lockFolder, clock } = services;
  const told = async (account: RegisteredAccount): Promise<KnownAccount & { url: string }> => {
    const all = await knownAccounts(accounts);
    const own = all.find((each) => isSameAccount(each, account));
    return { ...knownAccount(account, own?.issues ?? false), url: account.url };
  };
  const alone = async <T>(
    choice: AccountChoice,
    work: (account: RegisteredAccount, registrar: Registrar) => Promise<T>,
  ): Promise<T> => {
    const chosen = await chosenAccount(accounts, choice);
    return withAccountLock(lockFolder, chosen, async () =>
      // It may have been changed by who had the lock before.
      work(await chosenAccount(accounts, choice), registrarOf(choice.ca.directoryUrl)),
    );
  };
  return {
    list: () => knownAccounts(accounts),
    find: async (choice) => told(await chosenAccount(accounts, choice)),
    async create(order, signal) {
      const wish = await placedWish(inventory, order, signal);
      const registrar = { ...registrarOf(wish.ca.directoryUrl), clock };
      return withAccountLock(lockFolder, wishedAccount(wish), async () => {
        const { account, origin } = await createAccount(registrar, wish, signal);
        const own = (await knownAccounts(accounts)).find((each) => isSameAccount(each, account));
        const told = own ?? knownAccount(account, false);
        return { account: told, created: origin === 'made', origin };
      });
    },
    async show(choice, signal) {
      const account = await chosenAccount(accounts, choice);
      const session = await sessionOf(registrarOf(choice.ca.directoryUrl), account, signal);
      return reportOf(await told(account), await session.account(signal));
    },
    updateContact: (choice, contact, signal) =>
      alone(choice, async (account, registrar) => {
        const session = await sessionOf(registrar, account, signal);
        const state = await session.updateContact(contact, signal);
        const current = await chosenAccount(accounts, choice);
        await accounts.update({ ...current, contact });
        return reportOf(await told({ ...current, contact }), state);
      }),
    rollOver: (choice, signal) =>
      alone(choice, async (account, registrar) => {
        await rollOverKey(registrar, account, signal);
        return told(await chosenAccount(accounts, { ...choice, url: account.url }));
      }),
    deactivate: (choice, signal) =>
      alone(choice, async (account, registrar) => {
        const before = await told(account);
        try {
          await (await sessionOf(registrar, account, signal)).deactivateAccount(signal);
        } catch (error) {
          if (!isGone(error)) throw error;
        }
        await accounts.remove(account);
        return before;
      }),
  };
}

async function sessionOf(
  registrar: Registrar,
  account: RegisteredAccount,
  signal: AbortSignal,
): Promise<AcmeSession> {
  const { key } = await settledAccount(registrar, account, signal);
  return registrar.ca.session({ signer: signerOf(registrar, key), url: account.url });
}

/** The CA takes nothing from it any more (RFC 8555 §7.3.6, §7.1.2). */
function isGone(error: unknown): boolean {
  if (!isCertError(error, 'AcmeProblem')) return false;
  return ['unauthorized', 'accountDoesNotExist'].includes(error.facts.type);
}

function reportOf(
  account: KnownAccount & { readonly url: string },
  { status, contact, termsAgreed, orders }: AcmeAccountState,
): AccountReport {
  return { ...account, atCa: { status, contact, termsAgreed, orders } };
}
