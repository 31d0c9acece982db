/**
 * Everything that the signed-in accounts can see, as the views show it: the last listing at once,
 * then what Azure says, account by account and tenant by tenant; what fails hides nothing else.
 * Certificates are listed for vaults that somebody looks at. Nothing in here asks the person.
 */
import { asCertError } from '../../domain/error-catalogue.ts';
import type { Subscription, Tenant } from '../../domain/inventory.ts';
import type { Clock } from '../../domain/runtime.ts';
import type { VaultRef } from '../certificate-ref.ts';
import type { Directory } from '../directory.ts';
import type { Account } from '../sign-in/sessions.ts';
import type { ChosenSubscriptions } from './chosen-subscriptions.ts';
import type { ListingMemory } from './listing-memory.ts';
import {
  type AccountState,
  type DirectoryState,
  type Inventory,
  type PortfolioChange,
} from './portfolio-state.ts';
import { SeenVaults, type SeenVault } from './seen-vaults.ts';
import { VaultListings } from './vault-listings.ts';

/** Who is signed in, and what that gives access to; the editor's sign-in stands behind it. */
export interface DirectorySource {
  /** @throws where the editor cannot say just now who is signed in */
  accounts(): Promise<readonly AccountAccess[]>;
  /** @throws CertError where the account's tenants cannot be listed */
  tenants(
    account: Account,
    options: { readonly again: boolean; readonly signal: AbortSignal },
  ): Promise<readonly Tenant[]>;
  /** The same object for the same account and tenant. */
  directory(account: Account, tenant: Tenant): Directory;
}

/** An account of the editor, which shows those of all extensions. */
export interface AccountAccess {
  readonly account: Account;
  /** False: the person would have to be asked first. */
  readonly isUsable: boolean;
}

export interface PortfolioServices {
  readonly source: DirectorySource;
  readonly memory: ListingMemory;
  readonly chosen: ChosenSubscriptions;
  readonly clock: Clock;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
}

export class Portfolio {
  /** The certificates of single vaults. */
  readonly listings: VaultListings;
  readonly #services: PortfolioServices;
  readonly #listeners = new Set<(change: PortfolioChange) => void>();
  /** Made once for each inventory; an inventory is never changed, but replaced. */
  readonly #seen = new WeakMap<Inventory, SeenVaults>();
  #accounts: readonly AccountState[] = [];
  /** Ids of those that could be used without asking when it was last looked. */
  #usable: ReadonlySet<string> = new Set();
  #loading: Promise<void> | undefined;
  #hasLoaded = false;

  constructor(services: PortfolioServices) {
    this.#services = services;
    this.listings = new VaultListings({
      ...services,
      changed: ({ directory, vault }) => {
        this.#tell({ kind: 'vault', directory: directory.key, vaultId: vault.id });
      },
    });
  }

  /** Ends with the extension. */
  get signal(): AbortSignal {
    return this.#services.signal;
  }

  get accounts(): readonly AccountState[] {
    return this.#accounts;
  }

  /** True until the first answer of Azure, or the certainty that nobody is signed in, is there. */
  get isFirstLoad(): boolean {
    return !this.#hasLoaded;
  }

  /** Returns what ends the listening. */
  onDidChange(listener: (change: PortfolioChange) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  directory(key: string): Directory | undefined {
    return this.#state(key)?.directory;
  }

  /** Those of the chosen subscriptions, as the views show them. */
  vaults(): readonly SeenVault[] {
    return this.everyVault().filter(({ directory, vault }) =>
      this.#isChosen(directory, vault.subscriptionId),
    );
  }

  /** Chosen or not; sorted by name within each directory. */
  everyVault(): readonly SeenVault[] {
    return this.#directories().flatMap((state) => this.#seenIn(state)?.all ?? []);
  }

  /** Those of one subscription, chosen or not; sorted by name. */
  vaultsOf(directory: string, subscriptionId: string): readonly SeenVault[] {
    return this.#seenIn(this.#state(directory))?.of(subscriptionId) ?? [];
  }

  /** Those that the person wants to see. */
  subscriptions(state: DirectoryState): readonly Subscription[] {
    return (state.inventory?.subscriptions ?? []).filter(({ id }) =>
      this.#isChosen(state.directory, id),
    );
  }

  /** Looks among all vaults, chosen or not. */
  vault(ref: VaultRef): SeenVault | undefined {
    return this.#seenIn(this.#state(ref.directory))?.find(ref.vaultId);
  }

  /** Loads once; callers at the same time share it. Never rejects: failures are in the states. */
  async load(): Promise<void> {
    if (this.#hasLoaded) return;
    await this.reload();
  }

  /** Asks Azure again for accounts, tenants, subscriptions and vaults. Never rejects. */
  async reload(): Promise<void> {
    this.#loading ??= this.#loadAccounts().finally(() => {
      this.#loading = undefined;
      this.#hasLoaded = true;
      this.#tell({ kind: 'accounts' });
    });
    await this.#loading;
  }

  /** Asks Azure again for one directory's subscriptions and vaults. Never rejects. */
  async reloadDirectory(key: string): Promise<void> {
    const directory = this.directory(key);
    if (directory) await this.#loadDirectory(directory, { again: true });
  }

  /**
   * Shows what earlier sessions have seen of the vaults of the chosen subscriptions, and what other
   * windows have since, without asking Azure. Never rejects.
   */
  async recall(): Promise<void> {
    const isLoaded = (): boolean => this.#hasLoaded || this.#loading !== undefined;
    if (isLoaded()) await this.#recallInventories();
    // Somebody may look, and have all loaded, while it is asked who is signed in.
    else await this.#recallAccounts(() => !isLoaded());
    await this.listings.recall(this.vaults());
    this.#tell({ kind: 'accounts' });
  }

  /** The person has chosen other subscriptions: nothing is asked, the views show others. */
  chosenChanged(): void {
    this.#tell({ kind: 'accounts' });
  }

  /**
   * The editor's sessions have changed, which they do with every token, too: only if others are
   * signed in than before, those who have left are forgotten and `true` is returned. Before the
   * first load nobody is asked anything.
   */
  async sessionsChanged(): Promise<boolean> {
    // What is under way was begun for those who were signed in before.
    await this.#loading;
    if (!this.#hasLoaded) return false;
    const present = await this.#present().catch(() => undefined);
    if (present === undefined) return false;
    const ids = new Set(present.map(({ account }) => account.id));
    const isSame =
      ids.size === this.#accounts.length &&
      this.#accounts.every(({ account }) => ids.has(account.id));
    if (isSame) {
      // Somebody who had to be asked has signed in, perhaps in another extension's dialog.
      const isBack = present.some((each) => each.isUsable && !this.#usable.has(each.account.id));
      this.#usable = usableOf(present);
      if (isBack) void this.reload();
      return false;
    }
    // That nobody is signed in is all there is to know.
    this.#hasLoaded = present.length === 0;
    this.#accounts = this.#accounts.filter(({ account }) => ids.has(account.id));
    this.listings.keepOnly(new Set(this.#directories().map(({ directory }) => directory.key)));
    this.#tell({ kind: 'accounts' });
    // The views may be hidden: then nobody else would ask for those who are there now.
    if (present.length > 0) void this.load();
    return true;
  }

  #isChosen(directory: Directory, subscriptionId: string): boolean {
    return this.#services.chosen.includes({ directory: directory.key, subscriptionId });
  }

  #directories(): readonly DirectoryState[] {
    return this.#accounts.flatMap(({ directories }) => directories);
  }

  #state(directory: string): DirectoryState | undefined {
    return this.#directories().find((state) => state.directory.key === directory);
  }

  #seenIn(state: DirectoryState | undefined): SeenVaults | undefined {
    if (state?.inventory === undefined) return undefined;
    const { directory, inventory } = state;
    const seen = this.#seen.get(inventory) ?? new SeenVaults(directory, inventory);
    this.#seen.set(inventory, seen);
    return seen;
  }

  async #loadAccounts(): Promise<void> {
    const accounts = await this.#recallAccounts();
    this.#tell({ kind: 'accounts' });
    await Promise.all(accounts.map((account) => this.#loadAccount(account)));
    await this.#services.memory.rememberDirectories(
      this.#directories().map(({ directory: { account, tenant } }) => ({ account, tenant })),
    );
  }

  /**
   * Who is signed in. One who was used before and has to be asked now keeps a place, for what is
   * remembered and for the way to sign in.
   */
  async #present(): Promise<readonly AccountAccess[]> {
    const { source, memory } = this.#services;
    const known = new Set(memory.directories().map(({ account }) => account.id));
    const all = await source.accounts();
    return all.filter(({ account, isUsable }) => isUsable || known.has(account.id));
  }

  /** Who is signed in, with the tenants that were seen before. */
  async #recallAccounts(isWanted = (): boolean => true): Promise<readonly Account[]> {
    const { source, memory } = this.#services;
    const known = memory.directories();
    // That the editor cannot say is no reason to take away what everybody saw before.
    const present = await this.#present().catch(() =>
      [...new Map(known.map(({ account }) => [account.id, account])).values()].map((account) => ({
        account,
        isUsable: false,
      })),
    );
    if (!isWanted()) return [];
    this.#usable = usableOf(present);
    const accounts = present.map(({ account }) => account);
    this.#accounts = accounts.map((account) => ({
      account,
      failure: undefined,
      directories: known
        .filter((each) => each.account.id === account.id)
        .map(({ tenant }) => this.#stateOf(source.directory(account, tenant))),
    }));
    await this.#recallInventories();
    return accounts;
  }

  /** What is known already is shown while Azure is asked. */
  #stateOf(directory: Directory): DirectoryState {
    const known = this.#state(directory.key);
    return (
      known ?? {
        directory,
        inventory: undefined,
        unlisted: [],
        isLoading: false,
        failure: undefined,
      }
    );
  }

  /** Of an earlier session, or of another window since. */
  async #recallInventories(): Promise<void> {
    const listedAt = (key: string): number => this.#state(key)?.inventory?.listedAt ?? -Infinity;
    await Promise.all(
      this.#directories().map(async ({ directory }) => {
        const { key } = directory;
        const inventory = await this.#services.memory.inventory(key, listedAt(key));
        // Azure may have answered while the file was read.
        if (inventory && inventory.listedAt > listedAt(key)) {
          this.#setDirectory(directory, { inventory });
        }
      }),
    );
  }

  async #loadAccount(account: Account): Promise<void> {
    const { source, signal } = this.#services;
    let tenants: readonly Tenant[];
    try {
      tenants = await source.tenants(account, { again: this.#hasLoaded, signal });
    } catch (error) {
      this.#setAccount(account, { failure: asCertError(error) });
      return;
    }
    const directories = tenants.map((tenant) => this.#stateOf(source.directory(account, tenant)));
    this.#setAccount(account, { directories, failure: undefined });
    await this.#recallInventories();
    this.#tell({ kind: 'accounts' });
    await Promise.all(
      directories.map(({ directory }) =>
        this.#loadDirectory(directory, { again: this.#hasLoaded }),
      ),
    );
  }

  async #loadDirectory(directory: Directory, { again }: { again: boolean }): Promise<void> {
    const { memory, clock, signal } = this.#services;
    this.#setDirectory(directory, { isLoading: true });
    this.#tell({ kind: 'accounts' });
    try {
      const engine = await directory.engine();
      if (again) engine.refresh();
      const [subscriptions, vaults, unlisted] = await Promise.all([
        engine.subscriptions(signal),
        engine.vaults(signal),
        engine.unlisted(signal),
      ]);
      const inventory = { subscriptions, vaults, listedAt: clock.now() };
      this.#setDirectory(directory, { inventory, unlisted, isLoading: false, failure: undefined });
      await memory.rememberInventory(directory.key, inventory);
    } catch (error) {
      this.#setDirectory(directory, { isLoading: false, failure: asCertError(error) });
    }
    this.#tell({ kind: 'accounts' });
  }

  #setAccount(account: Account, change: Partial<AccountState>): void {
    this.#accounts = this.#accounts.map((state) =>
      state.account.id === account.id ? { ...state, ...change } : state,
    );
  }

  #setDirectory(directory: Directory, change: Partial<DirectoryState>): void {
    this.#accounts = this.#accounts.map((account) => ({
      ...account,
      directories: account.directories.map((state) =>
        state.directory.key === directory.key ? { ...state, ...change } : state,
      ),
    }));
  }

  #tell(change: PortfolioChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function usableOf(present: readonly AccountAccess[]): ReadonlySet<string> {
  return new Set(present.flatMap(({ account, isUsable }) => (isUsable ? [account.id] : [])));
}
