import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import {
  look,
  lookFromTimeToTime,
  type CheckServices,
} from '../../../../src/vscode/expiry/daily-check.ts';
import { dueCertificates } from '../../../../src/vscode/expiry/due-certificates.ts';
import { DueReasons } from '../../../../src/vscode/expiry/due-reasons.ts';
import type { ExpiryMemory } from '../../../../src/vscode/expiry/expiry-memory.ts';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';
import { Portfolio } from '../../../../src/vscode/portfolio/portfolio.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  pagesOf,
  SUBSCRIPTION,
  TENANT,
  usable,
  vaultNamed,
} from '../fake-directory.ts';
import { memoryListing } from '../memory-listing.ts';

const DAY = 86_400_000;

function world({
  memory = {},
  dailyCheck = true,
  signedIn = true,
  refused = [],
  lock = { release: () => Promise.resolve() },
}: {
  memory?: ExpiryMemory;
  dailyCheck?: boolean;
  signedIn?: boolean;
  /** Names of vaults whose firewall lets nobody in. */
  refused?: readonly string[];
  /** Of the vaults; by default nobody else has it. */
  lock?: Awaited<ReturnType<CheckServices['lock']>>;
}) {
  const directory = fakeDirectory({
    subscriptions: () => Promise.resolve([SUBSCRIPTION]),
    vaults: () => Promise.resolve([vaultNamed('contoso-prod'), vaultNamed('contoso-archive')]),
    pages: ({ name }) => {
      if (refused.includes(name)) {
        throw new CertError('VaultForbidden', { vault: name, gate: 'firewall', message: 'no' });
      }
      return pagesOf([
        name === 'contoso-archive'
          ? certificateNamed('forgotten', 4, { vault: name })
          : certificateNamed('www', 60),
      ]);
    },
  });
  const chosen = new ChosenSubscriptions({
    get: () => undefined,
    update: () => Promise.resolve(),
  });
  const clock = { now: () => NOW, sleep: () => Promise.resolve() };
  const { signal } = new AbortController();
  const remembered = memoryListing();
  const portfolio = new Portfolio({
    source: {
      accounts: () => Promise.resolve(isSignedIn ? usable(ACCOUNT) : []),
      tenants: () => Promise.resolve([TENANT]),
      directory: () => directory,
    },
    memory: remembered,
    ...{ chosen, clock, signal },
  });
  let isSignedIn = signedIn;
  let kept = memory;
  const told: string[] = [];
  const silent = (): void => undefined;
  const services: CheckServices = {
    app: {
      ...{ portfolio, chosen, clock },
      settings: { get: () => dailyCheck },
      log: { info: silent, warn: silent, error: silent },
    },
    cache: { ...remembered, keepOnly: () => Promise.resolve() },
    memory: {
      read: () => Promise.resolve(kept),
      change: (change) => {
        kept = { ...kept, ...change };
        return Promise.resolve();
      },
    },
    due: {
      reckon: () => {
        told.push('reckoned');
      },
    },
    looked: () => {
      told.push('looked');
      return Promise.resolve();
    },
    lock: () => Promise.resolve(lock),
    jitter: () => 0,
  };
  const due = () =>
    dueCertificates(portfolio, DEFAULT_THRESHOLDS, new Date(NOW), new DueReasons()).map(
      ({ ref }) => ref.name,
    );
  const signIn = async (): Promise<void> => {
    isSignedIn = true;
    await portfolio.reload();
  };
  return { services, signal, directory, remembered, told, due, signIn, kept: () => kept };
}

describe('a look at what is due', () => {
  it('finds the one in a vault that nobody has opened, and remembers when it looked', async () => {
    const { services, signal, directory, due, told, kept } = world({});
    await look(services, signal);
    assert.deepEqual(due(), ['forgotten']);
    assert.deepEqual(told, ['reckoned', 'reckoned', 'looked']);
    assert.equal(kept().checkedAt, NOW);
    assert.deepEqual(directory.asked.filter((what) => what.startsWith('certificates')).toSorted(), [
      'certificates contoso-archive',
      'certificates contoso-prod',
    ]);
  });

  it('asks Azure nothing again on the same day, and shows what is remembered', async () => {
    const { services, signal, directory, remembered, due } = world({
      memory: { checkedAt: NOW - DAY / 2 },
    });
    const vault = vaultNamed('contoso-prod');
    remembered.known = [{ account: ACCOUNT, tenant: TENANT }];
    await remembered.rememberInventory(directory.key, {
      subscriptions: [SUBSCRIPTION],
      vaults: [vault],
      listedAt: NOW - DAY / 2,
    });
    await remembered.rememberCertificates(vault, {
      certificates: [certificateNamed('remembered', 2)],
      listedAt: NOW - DAY / 2,
    });
    await look(services, signal);
    assert.deepEqual(due(), ['remembered']);
    assert.deepEqual(directory.asked, []);
  });

  it('leaves the vaults to another window that is at it, and shows what that one has seen', async () => {
    const { services, signal, directory, remembered, due, kept } = world({ lock: { heldBy: 7 } });
    const vault = vaultNamed('contoso-prod');
    remembered.known = [{ account: ACCOUNT, tenant: TENANT }];
    const inventory = { subscriptions: [SUBSCRIPTION], vaults: [vault], listedAt: NOW };
    await remembered.rememberInventory(directory.key, inventory);
    const certificates = [certificateNamed('just-seen', 2)];
    await remembered.rememberCertificates(vault, { certificates, listedAt: NOW });
    assert.equal(await look(services, signal), 'elsewhere');
    assert.deepEqual(due(), ['just-seen']);
    assert.deepEqual(directory.asked, []);
    assert.equal(kept().checkedAt, undefined);
  });

  it('lists nothing where another window has come to its end in the meantime', async () => {
    const { services, signal, directory } = world({});
    let reads = 0;
    const read = () => Promise.resolve(reads++ === 0 ? {} : { checkedAt: NOW });
    await look({ ...services, memory: { ...services.memory, read } }, signal);
    assert.deepEqual(directory.asked, []);
  });

  it('shows what is remembered of a vault that does not answer', async () => {
    const { services, signal, remembered, due } = world({ refused: ['contoso-prod'] });
    const certificates = [certificateNamed('remembered', 2)];
    const listedAt = NOW - DAY;
    await remembered.rememberCertificates(vaultNamed('contoso-prod'), { certificates, listedAt });
    await look(services, signal);
    assert.deepEqual(due(), ['remembered', 'forgotten']);
  });

  it('frees the lock, also where it could not remember that it has looked', async () => {
    let isFree = false;
    const release = (): Promise<void> => {
      isFree = true;
      return Promise.resolve();
    };
    const { services, signal } = world({ lock: { release } });
    const full = { ...services.memory, change: () => Promise.reject(new Error('disk full')) };
    await assert.rejects(look({ ...services, memory: full }, signal), /disk full/);
    assert.equal(isFree, true);
  });

  it('asks nothing where the setting says so', async () => {
    const { services, signal, directory } = world({ dailyCheck: false });
    await look(services, signal);
    assert.deepEqual(directory.asked, []);
  });

  it('does not count as done where every vault refuses, as before a VPN is up', async () => {
    const { services, signal, kept } = world({ refused: ['contoso-prod', 'contoso-archive'] });
    await look(services, signal);
    assert.equal(kept().checkedAt, undefined);
  });

  it('counts as done where one of several vaults refuses, whose listing stays as old as it is', async () => {
    const { services, signal, kept } = world({ refused: ['contoso-prod'] });
    await look(services, signal);
    assert.equal(kept().checkedAt, NOW);
    const { portfolio } = services.app;
    const refused = portfolio.vaults().find(({ vault }) => vault.name === 'contoso-prod');
    assert.ok(refused);
    const { listedAt, failure } = portfolio.listings.get(refused);
    assert.equal(listedAt, undefined);
    assert.equal(failure?.code, 'VaultForbidden');
  });

  it('does not count as done while nobody is signed in', async () => {
    const { services, signal, kept } = world({ signedIn: false });
    await look(services, signal);
    assert.equal(kept().checkedAt, undefined);
  });
});

describe('the watch over expiry', () => {
  it('goes on after a look that failed', async () => {
    const { services } = world({});
    const ending = new AbortController();
    let looks = 0;
    const clock = {
      now: () => NOW,
      sleep: (): Promise<void> => {
        if (looks > 1) ending.abort();
        return ending.signal.aborted ? Promise.reject(new Error('ended')) : Promise.resolve();
      },
    };
    await lookFromTimeToTime(
      {
        ...services,
        app: { ...services.app, clock },
        looked: () => {
          looks += 1;
          return Promise.reject(new Error('the disk is full'));
        },
      },
      ending.signal,
    );
    assert.equal(looks, 2);
  });

  it('looks again shortly where another window is at the vaults', async () => {
    const { services } = world({ lock: { heldBy: 7 } });
    const ending = new AbortController();
    const slept: number[] = [];
    const clock = {
      now: () => NOW,
      sleep: (ms: number): Promise<void> => {
        slept.push(ms);
        if (slept.length > 2) ending.abort();
        return ending.signal.aborted ? Promise.reject(new Error('ended')) : Promise.resolve();
      },
    };
    await lookFromTimeToTime({ ...services, app: { ...services.app, clock } }, ending.signal);
    assert.deepEqual(slept, [8000, 108_000, 108_000]);
  });

  it('looks soon after somebody has signed in where nobody was, and not only in an hour', async () => {
    const { services, signIn, due } = world({ signedIn: false });
    const ending = new AbortController();
    const slept: number[] = [];
    const looked: (readonly string[])[] = [];
    const clock = {
      now: () => NOW,
      sleep: (ms: number, signal?: AbortSignal): Promise<void> => {
        slept.push(ms);
        if (ms < 60_000) return Promise.resolve();
        return new Promise((_, fail) => {
          const end = (): void => {
            fail(new Error('woken'));
          };
          signal?.addEventListener('abort', end, { once: true });
          if (slept.length > 2) ending.abort();
          else void signIn();
        });
      },
    };
    await lookFromTimeToTime(
      {
        ...services,
        app: { ...services.app, clock },
        looked: () => {
          looked.push(due());
          return Promise.resolve();
        },
      },
      ending.signal,
    );
    assert.deepEqual(looked, [[], ['forgotten']]);
    assert.deepEqual(slept, [8000, 3_240_000, 8000, 3_240_000]);
  });
});
