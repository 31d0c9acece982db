/** Everything that issuances need and share; made once by the composition root. */
import type { CertificateUpkeep } from '../domain/certificate-upkeep.ts';
import type { Vault } from '../domain/key-vault.ts';
import type { IssuancePlan, Journal, JournalEntry } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import { renewedClaim } from '../domain/ownership.ts';
import type { PlanningServices } from './plan-issuance.ts';
import { IssuanceRun, type IssuanceServices } from './issuance-run.ts';
import type { Rememberer } from './remember-deed.ts';

export interface IssuanceDesk extends Omit<PlanningServices, 'note'>, Rememberer {
  readonly journal: Journal;
  readonly lockFolder: string;
  readonly upkeepOf: (vault: Vault) => CertificateUpkeep;
  /** What one issuance works with. */
  readonly servicesFor: (plan: IssuancePlan, reporter: StepReporter) => IssuanceServices;
}

/** An interrupted issuance, to be taken up or undone. */
export function reopen(
  desk: IssuanceDesk,
  { plan, progress }: JournalEntry,
  reporter: StepReporter,
): IssuanceRun {
  const renewed = { ...plan, claim: renewedClaim(plan.claim, desk.clock.now()) };
  return new IssuanceRun({ plan: renewed, progress }, desk.servicesFor(plan, reporter));
}
