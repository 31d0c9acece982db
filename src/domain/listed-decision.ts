/** What the listing of a vault alone tells of whether a certificate is to be renewed. */
import { managingTool } from './certificate-managers.ts';
import type { CertificateSummary, Tags } from './key-vault.ts';
import { claimOn } from './ownership.ts';
import { ATTEMPTS_TAG, parseAttempts } from './renewal-attempts.ts';
import {
  decideRenewal,
  type RenewalDecision,
  type RenewalFacts,
  type Renewer,
} from './renewal-decision.ts';
import { CA_TAG, parseRecipe } from './renewal-tag.ts';

/** Stands for who is not known yet, where it makes no difference. */
const ANYBODY: Renewer = { kind: 'key-vault', issuer: '' };

/**
 * undefined: only the policy tells. Our own tag counts before another tool's: a certificate may have
 * been taken over from it.
 */
export function renewerByTags(tags: Tags): Renewer | undefined {
  if (parseRecipe(tags[CA_TAG])) return { kind: 'acme' };
  const tool = managingTool(tags);
  return tool === undefined ? undefined : { kind: 'other-tool', tool };
}

/** The facts of a decision, without the CA's window, the policy and what is pending. */
export function listedFacts(
  summary: CertificateSummary,
  within: number | undefined,
  now: Date,
): RenewalFacts {
  const { vault, name, tags } = summary;
  return {
    now,
    certificate: summary,
    renewer: renewerByTags(tags) ?? ANYBODY,
    window: undefined,
    lifetimeActions: [],
    pendingIssuer: undefined,
    claim: claimOn({ vault, name }, tags),
    attempts: parseAttempts(tags[ATTEMPTS_TAG]),
    within,
  };
}

/** undefined: who renews it is not known from the listing, and so is when. */
export function decideByListing(
  summary: CertificateSummary,
  now: Date,
): RenewalDecision | undefined {
  return renewerByTags(summary.tags) && decideRenewal(listedFacts(summary, undefined, now));
}
