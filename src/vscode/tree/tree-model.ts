/** Which nodes stand below which: read from the portfolio, without an editor. */
import type { CertError } from '../../domain/errors.ts';
import { expiryState, type ExpiryState, type ExpiryThresholds } from '../../domain/expiry.ts';
import type { CertificateSummary } from '../../domain/key-vault.ts';
import type { ChosenSubscriptions } from '../portfolio/chosen-subscriptions.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { AccountState, DirectoryState } from '../portfolio/portfolio-state.ts';
import { needsSignIn } from '../sign-in/needs-sign-in.ts';
import {
  accountNode,
  certificateNode,
  directoryNode,
  drawerNode,
  emptyNode,
  failureNode,
  subscriptionNode,
  vaultNode,
  type NodeOf,
  type TreeNode,
} from './nodes.ts';

/** What the person wants to see of the certificates. */
export const TREE_FILTERS = ['all', 'due', 'pending', 'disabled'] as const;

export type TreeFilter = (typeof TREE_FILTERS)[number];

/** Why there is nothing to see, for the welcome texts; `ready` where there is. */
export type TreeSituation =
  | 'loading'
  | 'signed-out'
  | 'tenant-sign-in'
  | 'no-subscriptions'
  | 'nothing-chosen'
  | 'no-vaults'
  | 'filtered'
  | 'ready';

export interface TreeModelServices {
  readonly portfolio: Portfolio;
  readonly chosen: ChosenSubscriptions;
  readonly filter: () => TreeFilter;
  readonly thresholds: () => ExpiryThresholds;
  readonly now: () => Date;
}

const OF_FILTER: Readonly<Record<TreeFilter, ReadonlySet<ExpiryState> | undefined>> = {
  all: undefined,
  due: new Set<ExpiryState>(['soon', 'urgent', 'expired']),
  pending: new Set<ExpiryState>(['pending']),
  disabled: new Set<ExpiryState>(['disabled']),
};

export function situationOf(services: TreeModelServices): TreeSituation {
  const { portfolio, chosen } = services;
  const directories = portfolio.accounts.flatMap((account) => account.directories);
  const known = directories.filter(({ inventory }) => inventory !== undefined);
  if (portfolio.accounts.length === 0) return portfolio.isFirstLoad ? 'loading' : 'signed-out';
  if (known.length === 0) return withoutInventory(portfolio, directories);
  const subscriptions = known.flatMap(({ inventory }) => inventory?.subscriptions ?? []);
  const someFailed = directories.some(({ failure }) => failure !== undefined);
  if (subscriptions.length === 0) return someFailed ? 'ready' : 'no-subscriptions';
  if (chosen.keys?.size === 0) return 'nothing-chosen';
  if (portfolio.vaults().length === 0) return someFailed ? 'ready' : 'no-vaults';
  return hidesAll(services) ? 'filtered' : 'ready';
}

function withoutInventory(
  portfolio: Portfolio,
  directories: readonly DirectoryState[],
): TreeSituation {
  if (portfolio.isFirstLoad || directories.some(({ isLoading }) => isLoading)) return 'loading';
  const failures = [
    ...portfolio.accounts.map(({ failure }) => failure),
    ...directories.map(({ failure }) => failure),
  ].filter((failure) => failure !== undefined);
  if (failures.length === 0) return 'no-subscriptions';
  return failures.every(needsSignIn) ? 'tenant-sign-in' : 'ready';
}

/** A vault that was never listed may hold what is looked for: then nothing is said to be hidden. */
function hidesAll(services: TreeModelServices): boolean {
  if (services.filter() === 'all') return false;
  const isShown = shownBy(services);
  return services.portfolio.vaults().every((seen) => {
    const { certificates } = services.portfolio.listings.get(seen);
    return certificates !== undefined && !certificates.some(isShown);
  });
}

export function rootNodes(services: TreeModelServices): readonly TreeNode[] {
  const situation = situationOf(services);
  return situation === 'ready' ? services.portfolio.accounts.map(accountNode) : [];
}

/** Children that are known without asking anybody. */
export function accountChildren(
  services: TreeModelServices,
  state: AccountState,
): readonly TreeNode[] {
  const parent = accountNode(state);
  const failures = state.failure ? [failureNode(parent, state.failure)] : [];
  const children = state.directories.flatMap((directory) => directoryChildren(services, directory));
  return [...children, ...failures];
}

/** A directory's subscriptions; itself where it cannot show any. */
function directoryChildren(
  { portfolio, chosen }: TreeModelServices,
  state: DirectoryState,
): readonly TreeNode[] {
  const countIn = (id: string): number => portfolio.vaultsOf(state.directory.key, id).length;
  const isChosenByHand = chosen.keys !== undefined;
  const isUnlisted = (id: string): boolean => unlistedError(state, id) !== undefined;
  const subscriptions = portfolio
    .subscriptions(state)
    .filter(({ id }) => isChosenByHand || countIn(id) > 0 || isUnlisted(id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((subscription) => subscriptionNode(state, subscription, countIn(subscription.id)));
  return state.failure ? [...subscriptions, directoryNode(state)] : subscriptions;
}

export function subscriptionChildren(
  services: TreeModelServices,
  node: NodeOf<'subscription'>,
): readonly TreeNode[] {
  const { id } = node.subscription;
  const vaults = services.portfolio.vaultsOf(node.state.directory.key, id).map(vaultNode);
  const error = unlistedError(node.state, id);
  if (error) return [failureNode(node, error), ...vaults];
  return vaults.length > 0 ? vaults : [emptyNode(node)];
}

/** Why the vaults of a subscription could not be listed, if that is so. */
function unlistedError(
  { unlisted }: DirectoryState,
  subscriptionId: string,
): CertError | undefined {
  const id = subscriptionId.toLowerCase();
  return unlisted.find((each) => each.subscriptionId.toLowerCase() === id)?.error;
}

/** What a vault's listing says so far; undefined while nothing is known. */
export function vaultChildren(
  services: TreeModelServices,
  node: NodeOf<'vault'>,
): readonly TreeNode[] | undefined {
  const listing = services.portfolio.listings.get(node.seen);
  const failures = listing.failure ? [failureNode(node, listing.failure)] : [];
  if (listing.certificates === undefined) return listing.failure ? failures : undefined;
  const certificates = listing.certificates
    .filter(shownBy(services))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((certificate) => certificateNode(node.ref, certificate));
  const nothing = certificates.length === 0 && failures.length === 0 && !listing.isLoading;
  const found = nothing ? [emptyNode(node)] : [...failures, ...certificates];
  // Who looks for certificates of a kind looks for nothing else.
  if (services.filter() !== 'all') return found;
  return [...found, ...DRAWERS.map((of) => drawerNode(node, of))];
}

const DRAWERS = ['deleted', 'issuers', 'contacts'] as const;

/** Everything above the certificates that a person can see, as one text to compare. */
export function outlineOf(services: TreeModelServices): string {
  const lines = services.portfolio.accounts.flatMap((state) => [
    `account ${state.account.id} ${state.account.label}`,
    ...accountChildren(services, state).flatMap((node) => {
      switch (node.kind) {
        case 'subscription': {
          const { name, state: word } = node.subscription;
          const vaults = subscriptionChildren(services, node).map(({ id }) => id);
          return [`${node.id} ${name} ${word}`, ...vaults];
        }
        case 'directory':
          return [`${node.id} ${node.state.failure?.code ?? ''}`];
        default:
          return [node.id];
      }
    }),
  ]);
  return [situationOf(services), ...lines].join('\n');
}

/** As filter, settings and time are now: they are not asked for each of thousands. */
function shownBy({
  filter,
  thresholds,
  now,
}: TreeModelServices): (certificate: CertificateSummary) => boolean {
  const wanted = OF_FILTER[filter()];
  if (wanted === undefined) return () => true;
  const [limits, time] = [thresholds(), now()];
  return (certificate) => wanted.has(expiryState(certificate, time, limits));
}
