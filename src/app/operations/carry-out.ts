/** What the engine does for one operation of the board, and how that ends. */
import { CertError } from '../../domain/errors.ts';
import type { IssuedCertificate } from '../../domain/issuance.ts';
import type { Engine } from '../engine.ts';
import type { StepReporter } from '../../domain/issuance-news.ts';
import type { BoardOperation } from './board-operation.ts';

/** The part of an engine that operations need. */
export type OperationEngine = Pick<Engine, 'obtain' | 'endUnfinished'>;

export type Ending =
  | { readonly ended: 'issued'; readonly certificate: IssuedCertificate }
  | { readonly ended: 'undone' | 'cleaned-up' };

/** @throws CertError, or whatever the engine throws */
export async function carryOut(
  engine: OperationEngine,
  { work, wish, left, id }: BoardOperation,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<Ending> {
  if (work === 'obtain') {
    if (!wish) throw new CertError('OperationNotFound', { id });
    return { ended: 'issued', certificate: await engine.obtain(wish, reporter, signal) };
  }
  const journalled = left?.id ?? id;
  const [outcome] = await engine.endUnfinished(work, [journalled], () => reporter, signal);
  if (!outcome) throw new CertError('OperationNotFound', { id: journalled });
  if (outcome.ended === 'failed') throw outcome.error;
  return outcome;
}
