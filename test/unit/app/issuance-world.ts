/** Everything that an issuance deals with, in memory: one vault, two zones, one CA. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuanceDesk } from '../../../src/app/issuance-desk.ts';
import { RecordSetTurns } from '../../../src/app/record-set-turns.ts';
import { obtainCertificate } from '../../../src/app/obtain-certificate.ts';
import { resolveCa } from '../../../src/domain/certificate-authorities.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { endUnfinished, type OperationOutcome } from '../../../src/app/unfinished-operations.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import type { IssuedCertificate } from '../../../src/domain/issuance.ts';
import type { Note, StepReporter } from '../../../src/domain/issuance-news.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { SILENT, SkippingClock } from '../acme/test-clock.ts';
import { FakeVaultKeys } from './fake-vault-keys.ts';
import { FakeCa } from './fake-ca.ts';
import { FakeDns } from './fake-dns.ts';
import { fakePki } from './fake-pki.ts';
import { FakeVault } from './fake-vault.ts';
import { MemoryAccounts, MemoryJournal } from './memory-state.ts';
import { Wire } from './wire.ts';

const VAULT = {
  id: '/vaults/contoso',
  name: 'contoso',
  uri: 'https://contoso.vault.azure.example',
  subscriptionId: 'subscription',
  resourceGroup: 'group',
  tenantId: 'tenant',
  location: 'westeurope',
};
const CA_URL = 'https://ca.example/directory';
const STAGING_URL = 'https://staging.ca.example/directory';
const TARGET = { vault: VAULT.name, name: 'www' };
const NAMES = ['example.com', '*.example.com', 'api.dev.example.com'];
const STRANGERS_SET = { ttl: 300, values: ['a stranger'], metadata: { team: 'web' } };

export const CREATE: IssuanceWish = {
  kind: 'create',
  target: TARGET,
  dnsNames: NAMES,
  ca: resolveCa(CA_URL),
};
/** Tried first at a CA that nobody trusts. */
export const REHEARSED: IssuanceWish = {
  ...CREATE,
  rehearse: true,
  rehearsalCa: resolveCa(STAGING_URL),
};
export const RENEW: IssuanceWish = { kind: 'renew', target: TARGET };

export class IssuanceWorld {
  readonly wire = new Wire();
  readonly clock = new SkippingClock();
  readonly vault = new FakeVault(VAULT, this.wire);
  readonly dns = new FakeDns(['example.com', 'dev.example.com'], this.wire);
  readonly ca = new FakeCa(CA_URL, this.wire, (record) => this.dns.valuesAt(record));
  /** It finds no TXT values where `stagingIsBlind`. */
  readonly staging = new FakeCa(STAGING_URL, this.wire, (record) =>
    this.stagingIsBlind ? [] : this.dns.valuesAt(record),
  );
  stagingIsBlind = false;
  readonly journal = new MemoryJournal(this.wire);
  readonly accounts = new MemoryAccounts(this.wire);
  readonly notes: Note[] = [];
  /** What has ended, as the history would have it. */
  readonly endings: Omit<HistoryEntry, 'at'>[] = [];
  readonly desk: IssuanceDesk;
  agrees = true;
  #runs = 0;

  constructor(lockFolder: string) {
    const agree = (): Promise<boolean> => Promise.resolve(this.agrees);
    const { vault, accounts, clock, journal } = this;
    const caAt = (url: string): FakeCa => (url === STAGING_URL ? this.staging : this.ca);
    const { nameServers } = this.dns;
    const vaultKeys = new FakeVaultKeys();
    const shared = { nameServers, accounts, vaultKeys, pki: fakePki, clock, journal };
    this.desk = {
      ...shared,
      records: this.dns,
      inventory: this.dns.inventoryWith([VAULT]),
      vaultOf: () => vault,
      upkeepOf: () => {
        throw new Error('nothing is kept up in this world');
      },
      registrarOf: (url) => ({ ca: caAt(url), accounts, agree, vaultKeys }),
      randomHex: (bytes) => String((this.#runs += 1)).padStart(bytes * 2, '0'),
      owner: 'anna@pc',
      user: 'anna@contoso.com',
      allowance: { count: () => Promise.resolve() },
      history: {
        append: (entry) => {
          this.endings.push(entry);
          return Promise.resolve();
        },
        read: () => Promise.resolve({ entries: [], damaged: 0 }),
      },
      lockFolder,
      servicesFor: (plan, reporter) => {
        const ca = caAt(plan.ca.directoryUrl);
        const turns = new RecordSetTurns(clock);
        const own = { vault, records: this.dns, ca, agree, turns, jitter: () => 0.5, reporter };
        return { ...shared, ...own, log: SILENT };
      },
    };
  }

  /** Operations and the versions that came out of them. */
  get history(): readonly string[] {
    return this.endings.flatMap(({ id, version }) =>
      version === undefined ? [] : `${id} ${version}`,
    );
  }

  /** Notes what people are told, and nothing else. */
  get reporter(): StepReporter {
    const nothing = (): void => undefined;
    const note = (told: Note): void => void this.notes.push(told);
    return { started: nothing, detail: nothing, finished: nothing, note };
  }

  /** What others can see: the vault and the zones. */
  get contents() {
    const contents = { vault: this.vault.contents, dns: this.dns.contents };
    return JSON.parse(JSON.stringify(contents)) as typeof contents;
  }

  /** A certificate `www` that was issued here before, with tags of its owner's. */
  async withCertificate(): Promise<this> {
    this.vault.put('www', acmePolicy(NAMES, policyKeyOf('ec-p256')), {
      team: 'web',
      'kvcert-ca': `${CA_URL} profile=tlsserver`,
    });
    const url = await this.ca.registerAccount(this.ca.localSigner('key'));
    const account = { directoryUrl: CA_URL, key: 'key', url, agreedTerms: this.ca.offer.terms };
    await this.accounts.add(account);
    return this;
  }

  /** A stranger's value stands where two of our values go. */
  withStranger(): this {
    this.dns.change('/zones/example.com', '_acme-challenge', STRANGERS_SET);
    return this;
  }

  obtain(wish: IssuanceWish, signal = new AbortController().signal): Promise<IssuedCertificate> {
    return obtainCertificate(this.desk, wish, this.reporter, signal);
  }

  end(how: 'resume' | 'undo'): Promise<readonly OperationOutcome[]> {
    const { signal } = new AbortController();
    return endUnfinished(this.desk, how, 'all', () => this.reporter, signal);
  }
}

/** Lends `work` a folder for locks, and removes it afterwards. */
export async function withLockFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-locks-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
