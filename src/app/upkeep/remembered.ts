/** Whatever comes of it, the history hears of it. */
import type { CertificateTarget } from '../../domain/certificate-target.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { StepReporter } from '../../domain/issuance-news.ts';
import { deedAt, remember, type Ending, type Rememberer } from '../remember-deed.ts';

/** Where what has to be known is told. */
export type Tell = Pick<StepReporter, 'note'>;

export async function remembered<T>(
  rememberer: Rememberer,
  kind: HistoryEntry['kind'],
  what: CertificateTarget & { readonly dnsNames: readonly string[] },
  reporter: Tell,
  work: () => Promise<T>,
): Promise<T> {
  const deed = deedAt(rememberer, kind, what);
  const tell = (ending: Ending): Promise<void> => remember(rememberer, deed, ending, reporter);
  try {
    const result = await work();
    await tell({ outcome: 'done' });
    return result;
  } catch (failed) {
    await tell({ failed });
    throw failed;
  }
}
