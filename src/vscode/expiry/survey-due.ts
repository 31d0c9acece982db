/**
 * What the engine's decision holds for due, in all vaults of the chosen subscriptions: more than the
 * views tell by dates alone, as CAs and policies are asked.
 */
import { asCertError } from '../../domain/error-catalogue.ts';
import type { Survey } from '../../app/survey-renewals.ts';
import type { Occasion } from '../../domain/history.ts';
import { describeDecision } from '../../domain/messages/renewal.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { RenewalDecision } from '../../domain/renewal-decision.ts';
import type { Translate } from '../../domain/translate.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import type { Failure } from '../errors/several-failures.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';

type VaultView = Pick<SeenVault, 'directory' | 'vault'>;

export interface DueRenewal {
  readonly ref: CertificateRef;
  /** One sentence. */
  readonly why: string;
  readonly decision: RenewalDecision;
  /** Of the version that was looked at. */
  readonly thumbprint: string | undefined;
  /** For the history; undefined for what is not due yet. */
  readonly occasion: Occasion | undefined;
  /** False for what waits after a failed attempt. */
  readonly isNow: boolean;
}

export interface DueSurvey {
  /** Sorted by vault and name. */
  readonly due: readonly DueRenewal[];
  /** Resource ids of the vaults that were looked through as a whole. */
  readonly looked: readonly string[];
  readonly failures: readonly Failure[];
}

/** Each vault is looked through once, also where several accounts see it. */
export async function surveyDue(
  seen: readonly VaultView[],
  now: Date,
  t: Translate,
  signal: AbortSignal,
): Promise<DueSurvey> {
  const vaults = new Map(seen.map((view) => [vaultKey(view.vault.id), view]));
  const byDirectory = Map.groupBy(vaults.values(), ({ directory }) => directory.key);
  const parts = await Promise.all(
    [...byDirectory.values()].map((views) => surveyThrough(views, now, t, signal)),
  );
  return {
    due: parts.flatMap(({ due }) => due).toSorted((a, b) => keyOf(a).localeCompare(keyOf(b))),
    looked: parts.flatMap(({ looked }) => looked),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

async function surveyThrough(
  views: readonly VaultView[],
  now: Date,
  t: Translate,
  signal: AbortSignal,
): Promise<DueSurvey> {
  const [first] = views;
  if (!first) return { due: [], looked: [], failures: [] };
  const { directory } = first;
  try {
    const engine = await directory.engine();
    const names = views.map(({ vault }) => vault.name);
    const survey = await engine.survey({ vaults: names, subscriptions: [] }, {}, signal);
    return {
      looked: lookedThrough(views, survey),
      due: survey.certificates.map(({ vault, certificate: { name, thumbprint }, decision }) => ({
        ref: { directory: directory.key, vaultId: vault.id, vault: vault.name, name },
        ...{ decision, thumbprint },
        why: describeDecision(decision, now, t),
        occasion: occasionOf(decision),
        isNow: decision.kind === 'now',
      })),
      failures: survey.failures.map(({ vault, name, error }) => ({
        subject: plainLine([vault?.name, name].filter((part) => part !== undefined).join('/')),
        error,
      })),
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      due: [],
      looked: [],
      failures: [{ subject: directory.tenant.name, error: asCertError(error) }],
    };
  }
}

/**
 * Resource ids of the vaults that were looked through as a whole: one in which something could not
 * be looked at keeps what was known of it.
 */
export function lookedThrough(
  vaults: readonly Pick<SeenVault, 'vault'>[],
  { failures }: Pick<Survey, 'failures'>,
): readonly string[] {
  const failed = new Set(failures.map(({ vault }) => vault && vaultKey(vault.id)));
  return vaults.map(({ vault }) => vault.id).filter((id) => !failed.has(vaultKey(id)));
}

function occasionOf(decision: RenewalDecision): Occasion | undefined {
  return decision.kind === 'now' ? { kind: 'due', reason: decision.reason.kind } : undefined;
}

function keyOf({ ref }: DueRenewal): string {
  return `${ref.vault}/${ref.name}`;
}
