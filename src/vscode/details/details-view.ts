/** From what is known of a certificate to what its page shows. Nothing here reaches outside. */
import type { CertificateDetails } from '../../domain/certificate-details.ts';
import {
  expiryReason,
  expiryState,
  soonFrom,
  type ExpiryState,
  type ExpiryThresholds,
} from '../../domain/expiry.ts';
import type { CertificateVersion } from '../../domain/key-vault.ts';
import type { Claim } from '../../domain/ownership.ts';
import type { Translate } from '../../domain/translate.ts';
import type { DetailsView, Standing } from '../../webview/details/details-protocol.ts';
import type { Problem } from '../../webview/protocol.ts';
import { certificateSections, nameSection } from './certificate-sections.ts';
import { CopyBook, moment, visible } from './details-words.ts';
import {
  identifierSection,
  pendingSection,
  policySection,
  renewalSection,
} from './vault-sections.ts';
import { validityChart, versionRows } from './versions-view.ts';

/** The versions come later than the rest, and may not be there for this account. */
export type LoadedVersions =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly versions: readonly CertificateVersion[] }
  | { readonly state: 'failed'; readonly problem: Problem };

export interface DetailsOptions {
  readonly now: Date;
  readonly thresholds: ExpiryThresholds;
  readonly t: Translate;
}

export interface DetailsPage {
  readonly view: DetailsView;
  /** What each copy button of the view copies, by id. */
  readonly copies: ReadonlyMap<string, string>;
}

export function detailsPage(
  details: CertificateDetails,
  loaded: LoadedVersions,
  { now, thresholds, t }: DetailsOptions,
): DetailsPage {
  const { bundle, facts, pem } = details;
  const copies = new CopyBook();
  const versions = loaded.state === 'loaded' ? issued(loaded.versions) : ownVersion(details);
  const renewFrom = versions[0] && soonFrom(versions[0], thresholds);
  const chart = validityChart(versions, { now, renewFrom, t });
  const view: DetailsView = {
    standing: standing(details, { now, thresholds, t }),
    notices: notices(details, { now, thresholds, t }),
    versions: {
      isLoading: loaded.state === 'loading',
      ...(loaded.state === 'failed' && { problem: loaded.problem }),
      rows: versionRows(versions, copies, { now, renewFrom, t }),
      ...(chart && { chart }),
    },
    sections: [
      ...pendingSection(details, t),
      ...(facts ? [nameSection(facts, copies, t)] : []),
      renewalSection(details, t),
      identifierSection(details, copies, t),
      ...(facts ? certificateSections(facts, copies, t) : []),
      ...policySection(bundle.policy, t),
    ],
    tags: Object.entries(bundle.tags).map(([name, value]) => ({
      name: visible(name),
      value: visible(value),
    })),
    ...(pem !== undefined && { pem: copies.add('pem', t('Copy Certificate (PEM)'), pem) }),
  };
  return { view, copies: copies.texts };
}

/** A version without a certificate is what a creation has left that did not come to its end. */
function issued(versions: readonly CertificateVersion[]): readonly CertificateVersion[] {
  return versions.filter(({ thumbprint }) => thumbprint !== undefined);
}

/** The current version as the certificate's own answer has it. */
function ownVersion({ bundle }: CertificateDetails): readonly CertificateVersion[] {
  if (bundle.thumbprint === undefined) return [];
  const { version, thumbprint, enabled, notBefore, notAfter } = bundle;
  return [{ version, thumbprint, enabled, notBefore, notAfter, createdOn: undefined }];
}

function standing(
  { bundle, pending }: CertificateDetails,
  { now, thresholds, t }: DetailsOptions,
): Standing {
  const notAfter = moment(bundle.notAfter) === undefined ? undefined : bundle.notAfter;
  const validity = { ...bundle, notAfter };
  const state = expiryState(validity, now, thresholds);
  const title = standingTitle(state, t);
  if (state === 'pending') {
    const sentence = pending
      ? t('The first version is being made.')
      : t('Nothing was issued under this name, and nothing is under way.');
    return { state, title, sentences: [sentence] };
  }
  return {
    state,
    title,
    sentences: [
      expiryReason(validity, now, thresholds, t),
      ...(bundle.enabled ? [] : [t('The vault hands it out to nobody until it is enabled.')]),
    ],
  };
}

function standingTitle(state: ExpiryState, t: Translate): string {
  switch (state) {
    case 'fine':
      return t('Valid');
    case 'soon':
      return t('Expires soon');
    case 'urgent':
      return t('Expires very soon');
    case 'expired':
      return t('Expired');
    case 'disabled':
      return t('Disabled');
    case 'pending':
      return t('Not issued yet');
    case 'unknown':
      return t('Expiry unknown');
  }
}

/** What others should know before they begin something. */
function notices(
  { pending, claim, facts }: CertificateDetails,
  { now, t }: DetailsOptions,
): readonly string[] {
  if (claim) return [claimSentence(claim, { now, t })];
  if (!pending) return [];
  return facts
    ? [t('A new version is pending in the vault; nobody says to be at work on it.')]
    : [t('The first version is pending in the vault; nobody says to be at work on it.')];
}

function claimSentence({ owner, until }: Claim, { now, t }: Pick<DetailsOptions, 'now' | 't'>) {
  const end = new Date(until * 1000);
  const words = [visible(owner), moment(end) ?? ''] as const;
  return end > now
    ? t('{0} is at work on it. Others may take over from {1}.', ...words)
    : t('{0} was at work on it until {1}. Others may take over.', ...words);
}
