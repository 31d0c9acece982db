/**
 * Looks through vaults for what is due. What a listing tells is enough to leave most certificates
 * alone; the policy and the CA's advice are asked only for those that are left.
 */
import type { AccountStore } from '../domain/account-store.ts';
import type { CertError } from '../domain/errors.ts';
import { expiresWithin } from '../domain/expiry.ts';
import type {
  CertificateBundle,
  CertificateSummary,
  CertificateVault,
  Tags,
  Vault,
} from '../domain/key-vault.ts';
import { listedFacts, renewerByTags } from '../domain/listed-decision.ts';
import type { Pki } from '../domain/pki.ts';
import {
  decideRenewal,
  type RenewalDecision,
  type RenewalFacts,
  type Renewer,
  type SuggestedWindow,
} from '../domain/renewal-decision.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import { asCertError } from '../domain/error-catalogue.ts';
import { sideBySide } from './await-all.ts';
import { caOfTags } from './choose-ca.ts';
import type { Registrar } from './registrar.ts';

export interface SurveyServices {
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly registrarOf: (directoryUrl: string) => Registrar;
  readonly accounts: Pick<AccountStore, 'load'>;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SurveyWish {
  /** Days: what expires within them is due, whatever the CA advises. */
  readonly within?: number;
  /** Also what is not due, with the reason. */
  readonly all?: boolean;
}

/** A certificate with the decision on it. */
export interface SurveyedCertificate {
  readonly vault: Vault;
  readonly certificate: CertificateSummary;
  /** The CA's id or URL, the issuer in Key Vault, or the other tool; absent where nobody knows. */
  readonly ca: string | undefined;
  readonly decision: RenewalDecision;
}

export interface Survey {
  /** Sorted by vault and name; of what is not due only what waits after a failure, unless all. */
  readonly certificates: readonly SurveyedCertificate[];
  /** Subscriptions, vaults and certificates that could not be looked at. */
  readonly failures: readonly SurveyFailure[];
}

/** Of a certificate where it has a name, else of the whole vault, or of a whole subscription. */
export interface SurveyFailure {
  readonly subscriptionId?: string;
  readonly vault?: Vault;
  readonly name?: string;
  readonly error: CertError;
}

const VAULTS_SIDE_BY_SIDE = 12;
const CERTIFICATES_SIDE_BY_SIDE = 8;

/** Nothing that this product does not renew by ACME is due before so much of its lifetime is over. */
const EARLIEST_SHARE = 1 / 2;

/** @throws the signal's reason; what cannot be looked at hides nothing else */
export async function surveyRenewals(
  services: SurveyServices,
  vaults: readonly Vault[],
  wish: SurveyWish,
  signal: AbortSignal,
): Promise<Survey> {
  const parts = await sideBySide(vaults, VAULTS_SIDE_BY_SIDE, (vault) =>
    surveyVault(services, vault, wish, signal),
  );
  return {
    certificates: parts
      .flatMap(({ certificates }) => certificates)
      .toSorted((a, b) => keyOf(a).localeCompare(keyOf(b))),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

async function surveyVault(
  services: SurveyServices,
  vault: Vault,
  wish: SurveyWish,
  signal: AbortSignal,
): Promise<Survey> {
  const summaries: CertificateSummary[] = [];
  try {
    for await (const page of services.vaultOf(vault).list(signal)) summaries.push(...page);
  } catch (error) {
    signal.throwIfAborted();
    return { certificates: [], failures: [{ vault, error: asCertError(error) }] };
  }
  const looks = await sideBySide(summaries, CERTIFICATES_SIDE_BY_SIDE, async (summary) => {
    try {
      return { seen: await surveyCertificate(services, vault, summary, wish, signal) };
    } catch (error) {
      signal.throwIfAborted();
      return { failure: { vault, name: summary.name, error: asCertError(error) } };
    }
  });
  return {
    certificates: looks.flatMap(({ seen }) => seen ?? []),
    failures: looks.flatMap(({ failure }) => failure ?? []),
  };
}

/** undefined: it is not due, and nobody has asked for what is not. */
async function surveyCertificate(
  services: SurveyServices,
  vault: Vault,
  summary: CertificateSummary,
  wish: SurveyWish,
  signal: AbortSignal,
): Promise<SurveyedCertificate | undefined> {
  const now = new Date(services.clock.now());
  const byTags = renewerByTags(summary.tags);
  const known = listedFacts({ ...summary, vault: vault.name }, wish.within, now);
  const seen = (decision: RenewalDecision, renewer: Renewer | undefined) => {
    if (wish.all !== true && !isTold(decision)) return undefined;
    const ca = renewer && caOf(renewer, summary.tags);
    return { vault, certificate: summary, ca, decision };
  };
  const first = decideRenewal(known);
  if (first.kind === 'never' || isPutOff(first)) return seen(first, byTags);
  if (byTags === undefined && wish.all !== true && !mayBeDue(summary, wish, now)) return undefined;
  const bundle = await services.vaultOf(vault).get(summary.name, signal);
  if (bundle === undefined) return undefined;
  const renewer = renewerByTags(bundle.tags) ?? renewerByIssuer(bundle.policy?.issuer ?? '');
  const facts: RenewalFacts = {
    ...known,
    renewer,
    lifetimeActions: bundle.policy?.lifetimeActions ?? [],
    window: renewer.kind === 'acme' ? await adviceFor(services, vault, bundle, signal) : undefined,
  };
  const decision = decideRenewal(facts);
  if (decision.kind !== 'now' || !bundle.hasOperation) return seen(decision, renewer);
  const pending = await services.vaultOf(vault).getPending(summary.name, signal);
  const pendingIssuer = pending?.status === 'inprogress' ? pending.issuer : undefined;
  return seen(decideRenewal({ ...facts, pendingIssuer }), renewer);
}

function renewerByIssuer(issuer: string): Renewer {
  const isOutside = issuer === '' || issuer.toLowerCase() === 'unknown';
  return isOutside ? { kind: 'manual' } : { kind: 'key-vault', issuer };
}

function caOf(renewer: Renewer, tags: Tags): string | undefined {
  switch (renewer.kind) {
    case 'acme':
      return parseRecipe(tags[CA_TAG])?.ca;
    case 'key-vault':
      return renewer.issuer;
    case 'other-tool':
      return renewer.tool;
    case 'manual':
      return undefined;
  }
}

/** Nothing that could still be asked changes these. */
function isPutOff(decision: RenewalDecision): boolean {
  const { kind } = decision.reason;
  return kind === 'at-work' || kind === 'failed-before';
}

/** What waits after a failure is due, too: it must not look as if all were well. */
function isTold(decision: RenewalDecision): boolean {
  return decision.kind === 'now' || decision.reason.kind === 'failed-before';
}

function mayBeDue(
  { notBefore, notAfter }: CertificateSummary,
  { within }: SurveyWish,
  now: Date,
): boolean {
  if (notAfter === undefined) return false;
  if (within !== undefined && expiresWithin(notAfter, within, now)) return true;
  if (notBefore === undefined) return true;
  const lifetime = notAfter.getTime() - notBefore.getTime();
  return now.getTime() >= notBefore.getTime() + lifetime * EARLIEST_SHARE;
}

/** The CA's window; without it the lifetime decides, so that a CA that is away stops nothing. */
async function adviceFor(
  services: SurveyServices,
  vault: Vault,
  { name, tags, der }: CertificateBundle,
  signal: AbortSignal,
): Promise<SuggestedWindow | undefined> {
  const id = der && services.pki.ariCertId(der);
  if (id === undefined) return undefined;
  try {
    const ca = await caOfTags(
      { accounts: services.accounts },
      { vault: vault.name, name },
      tags,
      signal,
    );
    return await services.registrarOf(ca.directoryUrl).ca.renewalInfo(id, signal);
  } catch (error) {
    signal.throwIfAborted();
    services.log.warn('no renewal information', { name, error: String(error) });
    return undefined;
  }
}

function keyOf({ vault, certificate }: SurveyedCertificate): string {
  return `${vault.name}/${certificate.name}`;
}
