/**
 * Looks from time to time whether certificates are due. Once a day every vault of the chosen
 * subscriptions is listed, opened or not; in between what was listed last serves. Nobody is asked to
 * sign in for it.
 */
import type { ProcessLock } from '../../app/process-lock.ts';
import { checkEverything, isDue } from '../../app/watch-expiry.ts';
import type { ListingCache } from '../../app/listing-cache.ts';
import type { AppContext } from '../app-context.ts';
import type { DueWatch } from './due-watch.ts';
import type { ExpiryMemoryFile } from './expiry-memory.ts';

export interface CheckServices {
  readonly app: Pick<AppContext, 'portfolio' | 'chosen' | 'clock'> & {
    readonly settings: { get(name: 'expiry.dailyCheck'): boolean };
    readonly log: Pick<AppContext['log'], 'info' | 'warn' | 'error'>;
  };
  readonly cache: ListingCache;
  readonly memory: ExpiryMemoryFile;
  /** Held while the vaults are listed: of several windows, one does it for all. */
  readonly lock: () => Promise<ProcessLock | { readonly heldBy: number }>;
  readonly due: Pick<DueWatch, 'reckon'>;
  /** Told after each look. */
  readonly looked: () => Promise<void>;
  /** From 0 (included) to 1: windows that start together do not look together. */
  readonly jitter: () => number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** When what another window is listing now is looked at. */
const SHORTLY = 2 * MINUTE;

/** The editor has better things to do while it starts. */
const FIRST_LOOK = 8 * SECOND;
const FIRST_JITTER = 8 * SECOND;

/** Looks until the signal is aborted; never rejects. */
export async function lookFromTimeToTime(
  services: CheckServices,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = services.app;
  try {
    const firstLook = (): Promise<void> =>
      clock.sleep(FIRST_LOOK + services.jitter() * FIRST_JITTER, signal);
    await firstLook();
    for (;;) {
      let isElsewhere = false;
      try {
        isElsewhere = (await look(services, signal)) === 'elsewhere';
      } catch (error) {
        // A full disk or the like: that is no reason never to look again.
        services.app.log.error('a look at what is due has failed', String(error));
      }
      const cameIn = await sleepUntilSignIn(
        services,
        (isElsewhere ? SHORTLY : HOUR) * (0.9 + services.jitter() * 0.2),
        signal,
      );
      // As after a start: what the person has signed in for comes first.
      if (cameIn) await firstLook();
    }
  } catch (error) {
    if (!signal.aborted) services.app.log.error('the watch over expiry has ended', String(error));
  }
}

/** True: it was cut short, because somebody has signed in where nobody was. */
async function sleepUntilSignIn(
  { app: { portfolio, clock } }: CheckServices,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  const waking = new AbortController();
  const before = portfolio.accounts.length;
  const listening = portfolio.onDidChange(() => {
    if (before === 0 && portfolio.accounts.length > 0) waking.abort();
  });
  try {
    await clock.sleep(ms, AbortSignal.any([signal, waking.signal]));
    return false;
  } catch (error) {
    if (waking.signal.aborted && !signal.aborted) return true;
    throw error;
  } finally {
    listening.dispose();
  }
}

/**
 * One look: at the vaults if a day has passed, else at what is remembered. `elsewhere`: another
 * window is at the vaults just now, and what it has seen so far was looked at.
 */
export async function look(
  services: CheckServices,
  signal: AbortSignal,
): Promise<'done' | 'elsewhere'> {
  const { app, due, memory, looked } = services;
  const { checkedAt } = await memory.read();
  const wanted = app.settings.get('expiry.dailyCheck') && isDue(checkedAt, app.clock.now());
  if (wanted) {
    // What is known is there at once, and where a vault does not answer.
    await app.portfolio.recall();
    due.reckon();
  }
  const outcome = wanted ? await checkVaults(services, signal) : 'done';
  await app.portfolio.recall();
  due.reckon();
  await looked();
  return outcome;
}

async function checkVaults(
  services: CheckServices,
  signal: AbortSignal,
): Promise<'done' | 'elsewhere'> {
  const { portfolio, clock, log } = services.app;
  const lock = await services.lock();
  if ('heldBy' in lock) {
    log.info('another window is looking for certificates that are due', `process ${lock.heldBy}`);
    return 'elsewhere';
  }
  try {
    // It may have come to its end since.
    const { checkedAt } = await services.memory.read();
    if (!isDue(checkedAt, clock.now())) return 'done';
    await (portfolio.isFirstLoad ? portfolio.load() : portfolio.reload());
    await listVaults(services, signal);
    return 'done';
  } finally {
    await lock.release();
  }
}

async function listVaults(services: CheckServices, signal: AbortSignal): Promise<void> {
  const { app, cache, memory } = services;
  const { portfolio, chosen, clock, log } = app;
  const directories = portfolio.accounts
    .flatMap((account) => account.directories)
    .map(({ directory }) => directory);
  // Nobody is signed in: it is looked again in an hour, or when somebody has signed in.
  if (directories.length === 0) return;
  const watch = { directories, chosen, cache, clock };
  const outcome = await checkEverything(watch, signal, (progress) => {
    const { directory, vault, certificates, listedAt, failure } = progress;
    // What failed was not listed now: what is known of it stays as old as it is.
    const when = certificates ? listedAt : undefined;
    const place = { directory: { key: directory }, vault };
    portfolio.listings.learn(place, { certificates, listedAt: when, failure });
  });
  const { vaults, certificates, failures } = outcome;
  log.info('looked for certificates that are due', JSON.stringify({ vaults, certificates }));
  for (const { directory, vault, subscriptionId, error } of failures) {
    const where = { directory, vault: vault?.name, subscriptionId, code: error.code };
    log.warn('could not be looked at', JSON.stringify(where));
  }
  const failed = failures.filter(({ vault }) => vault !== undefined).length;
  // Before the VPN is up everything fails: that was no look, and there is another one in an hour.
  const isDone = vaults > failed || failures.length === 0;
  if (isDone) await memory.change({ checkedAt: clock.now() });
}
