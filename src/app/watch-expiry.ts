/**
 * The background check: once a day it lists every vault of the chosen subscriptions, whether anybody
 * has looked at it or not, so that no certificate lapses because its vault stayed closed.
 */
import { asCertError } from '../domain/error-catalogue.ts';
import type { CertError } from '../domain/errors.ts';
import type { CertificateSummary, Vault } from '../domain/key-vault.ts';
import type { Clock } from '../domain/runtime.ts';
import { sideBySide } from './await-all.ts';
import type { Engine } from './engine.ts';
import type { ListingCache } from './listing-cache.ts';

/** An account's view of a tenant. */
export interface WatchedDirectory {
  readonly key: string;
  /** @throws CertError where nobody is signed in; never asks */
  engine(): Promise<Pick<Engine, 'subscriptions' | 'vaults' | 'unlisted' | 'certificates'>>;
}

export interface ExpiryWatch {
  readonly directories: readonly WatchedDirectory[];
  readonly chosen: {
    includes(subscription: {
      readonly directory: string;
      readonly subscriptionId: string;
    }): boolean;
  };
  readonly cache: Pick<ListingCache, 'rememberInventory' | 'rememberCertificates' | 'keepOnly'>;
  readonly clock: Clock;
}

/** Told of each vault as soon as it has answered; must return quickly and never throw. */
export interface CheckProgress {
  readonly done: number;
  /** Vaults to list; known as soon as the first one is told of. */
  readonly of: number;
  /** Key of the directory through which it was listed. */
  readonly directory: string;
  readonly vault: Vault;
  /** Absent where it failed. */
  readonly certificates: readonly CertificateSummary[] | undefined;
  /** Milliseconds since the epoch. */
  readonly listedAt: number;
  readonly failure: CertError | undefined;
}

export interface CheckFailure {
  readonly directory: string;
  /** What could not be listed; all of the directory where neither is there. */
  readonly vault?: Vault;
  readonly subscriptionId?: string;
  readonly error: CertError;
}

export interface CheckOutcome {
  /** How many vaults were listed, and how many certificates they hold. */
  readonly vaults: number;
  readonly certificates: number;
  readonly failures: readonly CheckFailure[];
}

const VAULTS_SIDE_BY_SIDE = 16;

const DAY = 86_400_000;

/** Times are milliseconds since the epoch; a check that lies in the future counts as none. */
export function isDue(lastCheck: number | undefined, now: number): boolean {
  return lastCheck === undefined || lastCheck > now || now - lastCheck >= DAY;
}

/**
 * Lists each vault once, also where several accounts see it; through the next of them where one
 * may not. Never asks a person anything.
 * @throws the signal's reason, when nothing is under way any more; what was listed is remembered
 */
export async function checkEverything(
  watch: ExpiryWatch,
  signal: AbortSignal,
  onProgress: (progress: CheckProgress) => void = () => undefined,
): Promise<CheckOutcome> {
  const { clock, cache, chosen } = watch;
  const looks = await Promise.all(
    watch.directories.map((directory) => lookInto(directory, watch, signal)),
  );
  const seen = seenVaults(looks.flatMap(({ seen }) => seen));
  const wanted = [...seen.values()].flatMap((views) => {
    const [first, ...others] = views.filter(({ directory, vault: { subscriptionId } }) =>
      chosen.includes({ directory, subscriptionId }),
    );
    return first ? [{ first, others }] : [];
  });
  let done = 0;
  const listings = await sideBySide(wanted, VAULTS_SIDE_BY_SIDE, async (views) => {
    // What is issued from now on may be missing in the answer.
    const listedAt = clock.now();
    const listing = await listVault(views, signal);
    const { vault, certificates } = listing;
    if (certificates) await cache.rememberCertificates(vault, { certificates, listedAt });
    done += 1;
    onProgress({ done, of: wanted.length, listedAt, ...listing });
    return listing;
  });
  const failures = looks.flatMap(({ failures }) => failures);
  // Where something could not be looked at, nobody knows what is gone.
  if (failures.length === 0) {
    const vaults = [...seen.values()].flatMap(([view]) => view?.vault ?? []);
    await cache.keepOnly(
      watch.directories.map(({ key }) => key),
      vaults,
    );
  }
  return {
    vaults: wanted.length,
    certificates: listings.reduce((sum, { certificates }) => sum + (certificates?.length ?? 0), 0),
    failures: [
      ...failures,
      ...listings.flatMap(({ directory, vault, failure }) =>
        failure ? [{ directory, vault, error: failure }] : [],
      ),
    ],
  };
}

/** A vault as one directory sees it. */
interface View {
  readonly directory: string;
  readonly vault: Vault;
  readonly engine: Pick<Engine, 'certificates'>;
}

interface Look {
  readonly seen: readonly View[];
  readonly failures: readonly CheckFailure[];
}

async function lookInto(
  directory: WatchedDirectory,
  { cache, clock }: ExpiryWatch,
  signal: AbortSignal,
): Promise<Look> {
  const { key } = directory;
  try {
    const engine = await directory.engine();
    const [subscriptions, vaults, unlisted] = await Promise.all([
      engine.subscriptions(signal),
      engine.vaults(signal),
      engine.unlisted(signal),
    ]);
    await cache.rememberInventory(key, { subscriptions, vaults, listedAt: clock.now() });
    return {
      seen: vaults.map((vault) => ({ directory: key, vault, engine })),
      failures: unlisted.map((each) => ({ directory: key, ...each })),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { seen: [], failures: [{ directory: key, error: asCertError(error) }] };
  }
}

/** All views of each vault. ARM changes the case of its ids from answer to answer. */
function seenVaults(views: readonly View[]): ReadonlyMap<string, readonly View[]> {
  return Map.groupBy(views, ({ vault }) => vault.id.toLowerCase());
}

type VaultListing = Pick<CheckProgress, 'directory' | 'vault' | 'certificates' | 'failure'>;

/** Through the first directory that may; fails as the first one did. */
async function listVault(
  { first, others }: { readonly first: View; readonly others: readonly View[] },
  signal: AbortSignal,
): Promise<VaultListing> {
  const listing = await listThrough(first, signal);
  if (listing.certificates) return listing;
  for (const view of others) {
    const another = await listThrough(view, signal);
    if (another.certificates) return another;
  }
  return listing;
}

async function listThrough(
  { directory, vault, engine }: View,
  signal: AbortSignal,
): Promise<VaultListing> {
  try {
    signal.throwIfAborted();
    const certificates: CertificateSummary[] = [];
    for await (const page of engine.certificates(vault, signal)) certificates.push(...page);
    return { directory, vault, certificates, failure: undefined };
  } catch (error) {
    signal.throwIfAborted();
    return { directory, vault, certificates: undefined, failure: asCertError(error) };
  }
}
