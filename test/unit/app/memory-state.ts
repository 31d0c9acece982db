/** What is kept on this machine, in memory, each change noted on the wire. */
import {
  boundTo,
  issuingAccount,
  type AccountKeyId,
  type AccountStore,
} from '../../../src/domain/account-store.ts';
import type { AcmeAccount } from '../../../src/domain/acme.ts';
import type { Journal, JournalEntry, JournalSurvey } from '../../../src/domain/issuance.ts';
import type { Wire } from './wire.ts';

/** Entries are kept as the JSON that a file would hold. */
export class MemoryJournal implements Journal {
  /** Every state that was ever written, oldest first. */
  readonly written: JournalEntry[] = [];
  readonly #wire: Wire;
  readonly #entries = new Map<string, string>();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get ids(): readonly string[] {
    return [...this.#entries.keys()];
  }

  write(entry: JournalEntry): Promise<void> {
    const text = JSON.stringify(entry);
    const write = (): void => {
      this.#entries.set(entry.plan.id, text);
      this.written.push(JSON.parse(text) as JournalEntry);
    };
    return this.#wire.pass('journal.write', write);
  }

  remove(id: string): Promise<void> {
    return this.#wire.pass('journal.remove', () => void this.#entries.delete(id));
  }

  list(): Promise<readonly JournalEntry[]> {
    const entries = [...this.#entries.values()].map((text) => JSON.parse(text) as JournalEntry);
    return this.#wire.pass('journal.list', () => entries);
  }

  async survey(): Promise<JournalSurvey> {
    return { entries: await this.list(), unreadable: [] };
  }
}

export class MemoryAccounts implements AccountStore {
  readonly #wire: Wire;
  readonly #accounts = new Map<string, AcmeAccount>();

  /** The files were removed. */
  forget(): void {
    this.#accounts.clear();
  }

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  load(directoryUrl: string, preferred?: string): Promise<AcmeAccount | undefined> {
    const all = (): readonly AcmeAccount[] => [...this.#accounts.values()];
    return this.#wire.pass('accounts.load', () =>
      issuingAccount(
        all().filter((account) => account.directoryUrl === directoryUrl),
        preferred,
      ),
    );
  }

  list(): Promise<readonly AcmeAccount[]> {
    return this.#wire.pass('accounts.list', () => [...this.#accounts.values()]);
  }

  add(account: AcmeAccount): Promise<AcmeAccount> {
    const add = (): AcmeAccount => {
      const first = this.#accounts.get(keyOf(account)) ?? account;
      this.#accounts.set(keyOf(account), first);
      return first;
    };
    return this.#wire.pass('accounts.add', add);
  }

  update(account: AcmeAccount): Promise<void> {
    const update = (): void => void this.#accounts.set(keyOf(account), account);
    return this.#wire.pass('accounts.update', update);
  }

  remove(account: AccountKeyId): Promise<void> {
    return this.#wire.pass('accounts.remove', () => void this.#accounts.delete(keyOf(account)));
  }
}

function keyOf(account: AccountKeyId): string {
  return `${account.directoryUrl} ${boundTo(account) ?? ''}`;
}
