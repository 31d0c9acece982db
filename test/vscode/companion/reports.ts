import { appendFileSync } from 'node:fs';
import { SEAM, type Report } from '../../host/in-host/seam.ts';
import { given } from './given.ts';

/** Tells the process that waits outside; without a report only that the tests have begun. */
export function writeReport(report?: Report): void {
  appendFileSync(given(SEAM.reports), report === undefined ? '' : `${JSON.stringify(report)}\n`);
}
