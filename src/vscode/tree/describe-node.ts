/** What a node of the tree looks like: words, icon, what can be done with it. No editor needed. */
import { explain } from '../../domain/error-catalogue.ts';
import type { ExpiryState, ExpiryThresholds } from '../../domain/expiry.ts';
import { parseRecipe, CA_TAG } from '../../domain/renewal-tag.ts';
import type { Translate } from '../../domain/translate.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { VaultListing } from '../portfolio/portfolio-state.ts';
import { needsSignIn } from '../sign-in/needs-sign-in.ts';
import { certificateWords, stateWord } from './certificate-words.ts';
import {
  describeContact,
  describeDeleted,
  describeDrawer,
  describeIssuer,
} from './describe-settings.ts';
import type { NodeLook } from './node-look.ts';
import type { NodeOf, TreeNode } from './nodes.ts';

export interface Surroundings {
  readonly now: Date;
  readonly thresholds: ExpiryThresholds;
  readonly listing: (seen: SeenVault) => VaultListing;
  readonly t: Translate;
}

/** Milliseconds: what is older has missed a daily look. */
const DAY = 86_400_000;

/** Different shapes, not only colours. */
const STATE_ICONS: Readonly<Record<ExpiryState, { id: string; color?: string }>> = {
  fine: { id: 'pass', color: 'kvcert.fine' },
  soon: { id: 'clock', color: 'kvcert.soon' },
  urgent: { id: 'warning', color: 'kvcert.urgent' },
  expired: { id: 'error', color: 'kvcert.expired' },
  disabled: { id: 'circle-slash', color: 'disabledForeground' },
  pending: { id: 'sync' },
  unknown: { id: 'question' },
};

export function describeNode(node: TreeNode, around: Surroundings): NodeLook {
  switch (node.kind) {
    case 'account':
      return plain(node.state.account.label, 'account', 'kvAccount', 'expanded');
    case 'directory':
      return describeDirectory(node, around);
    case 'subscription':
      return describeSubscription(node, around);
    case 'vault':
      return describeVault(node, around);
    case 'certificate':
      return describeCertificate(node, around);
    case 'version':
      return describeVersion(node, around);
    case 'pending':
      return describePending(node, around);
    case 'drawer':
      return describeDrawer(node, around.t);
    case 'deleted':
      return describeDeleted(node, around.t);
    case 'issuer':
      return describeIssuer(node, around.t);
    case 'contact':
      return describeContact(node, around.t);
    case 'failure':
      return describeFailure(node, around);
    case 'empty':
      return plain(emptyWords(node.of, around.t), 'dash', 'kvEmpty', 'no');
  }
}

function plain(
  label: string,
  icon: string,
  context: string,
  expands: NodeLook['expands'],
): NodeLook {
  return { label, icon: { id: icon }, context, expands, accessibleLabel: label };
}

function describeDirectory({ state }: NodeOf<'directory'>, { t }: Surroundings): NodeLook {
  const name = state.directory.tenant.name;
  const asks = needsSignIn(state.failure);
  const label = asks ? t('Sign in to {0}', name) : t('{0} could not be read', name);
  const command = asks
    ? { id: 'kvcert.signInTenant' as const, title: t('Sign In') }
    : { id: 'kvcert.refreshNode' as const, title: t('Retry') };
  const reason = state.failure ? explain(state.failure, t).message : '';
  return {
    label,
    ...(asks ? {} : { description: reason }),
    icon: { id: asks ? 'sign-in' : 'warning' },
    expands: 'no',
    context: asks ? 'kvDirectory;needsSignIn' : 'kvDirectory;failed',
    accessibleLabel: asks ? label : `${label}. ${reason}`,
    command,
  };
}

function describeSubscription(
  { subscription, vaults }: NodeOf<'subscription'>,
  { t }: Surroundings,
): NodeLook {
  const count = vaults === 1 ? t('1 vault') : t('{0} vaults', vaults);
  const isEnabled = subscription.state.toLowerCase() === 'enabled';
  const description = isEnabled ? count : t('{0}, {1}', count, subscription.state);
  return {
    label: subscription.name,
    description,
    icon: { id: isEnabled ? 'key' : 'debug-pause' },
    expands: 'collapsed',
    context: 'kvSubscription',
    accessibleLabel: t('Subscription {0}, {1}', subscription.name, description),
  };
}

function describeVault({ seen }: NodeOf<'vault'>, { listing, now, t }: Surroundings): NodeLook {
  const { certificates, isFresh, isLoading, listedAt } = listing(seen);
  const isOld =
    certificates !== undefined &&
    listedAt !== undefined &&
    (!isFresh || now.getTime() - listedAt > DAY);
  const count =
    certificates?.length === 1
      ? t('1 certificate')
      : t('{0} certificates', certificates?.length ?? 0);
  const parts = certificates === undefined ? [] : [count];
  if (isOld && !isLoading) parts.push(t('as of {0}', dateOf(listedAt)));
  if (isLoading) parts.push(t('refreshing'));
  const description = parts.join(' · ');
  return {
    label: seen.vault.name,
    description,
    icon: { id: 'shield' },
    expands: 'collapsed',
    context: 'kvVault',
    accessibleLabel: [t('Vault {0}', seen.vault.name), ...parts].join(', '),
  };
}

function describeCertificate(
  { certificate }: NodeOf<'certificate'>,
  { now, thresholds, t }: Surroundings,
): NodeLook {
  const { state, short, label } = certificateWords(certificate, now, thresholds, t);
  const isAcme = parseRecipe(certificate.tags[CA_TAG]) !== undefined;
  const words = [
    'kvCert',
    `state:${state}`,
    ...(isAcme ? ['issuer:acme'] : []),
    certificate.enabled ? 'enabled' : 'disabled',
    ...(certificate.thumbprint === undefined ? ['neverIssued'] : ['issued']),
  ];
  return {
    label: certificate.name,
    description: short,
    icon: STATE_ICONS[state],
    expands: 'collapsed',
    context: words.join(';'),
    accessibleLabel: label,
    command: { id: 'kvcert.showCertificate', title: t('Show Certificate') },
  };
}

function describeVersion(
  { version, isCurrent }: NodeOf<'version'>,
  { now, thresholds, t }: Surroundings,
): NodeLook {
  const summary = { ...version, name: '', vault: '', tags: {} };
  const { short, state } = certificateWords(summary, now, thresholds, t);
  const label = version.version.slice(0, 8);
  const words = [stateWord(state, t), short];
  if (isCurrent) words.unshift(t('current'));
  return {
    label,
    description: isCurrent ? t('current, {0}', short) : short,
    icon: { id: version.enabled ? 'git-commit' : 'circle-slash' },
    expands: 'no',
    context: `kvVersion;${version.enabled ? 'enabled' : 'disabled'}`,
    accessibleLabel: t('Version {0}, {1}', label, words.join(', ')),
  };
}

function describePending({ operation, owner }: NodeOf<'pending'>, { t }: Surroundings): NodeLook {
  const status = operation.error
    ? t('failed: {0}', operation.error.message)
    : owner === undefined
      ? t('issuer {0}', operation.issuer)
      : t('{0} is at work on it', owner);
  const label = t('Pending operation');
  return {
    label,
    description: status,
    icon: { id: 'sync' },
    expands: 'no',
    context: 'kvPending',
    accessibleLabel: `${label}, ${status}`,
  };
}

function describeFailure({ error }: NodeOf<'failure'>, { t }: Surroundings): NodeLook {
  const asks = needsSignIn(error);
  const { message } = explain(error, t);
  return {
    label: message,
    icon: { id: asks ? 'sign-in' : 'warning' },
    expands: 'no',
    context: asks ? 'kvFailure;needsSignIn' : 'kvFailure',
    accessibleLabel: message,
    command: asks
      ? { id: 'kvcert.signInTenant', title: t('Sign In') }
      : { id: 'kvcert.refreshNode', title: t('Retry') },
  };
}

function emptyWords(of: NodeOf<'empty'>['of'], t: Translate): string {
  switch (of) {
    case 'subscription':
      return t('No vaults');
    case 'vault':
      return t('No certificates');
    case 'deleted':
      return t('No deleted certificates');
    case 'issuers':
      return t('No issuers');
    case 'contacts':
      return t('No contacts');
  }
}

/** `2026-11-22 15:04` in the machine's time zone: a date that reads the same in every language. */
function dateOf(ms: number): string {
  const date = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
