import type { IssuedCertificate } from '../domain/issuance.ts';
import { duration } from './step-names.ts';
import { fields } from './table.ts';

/** What a person reads when a certificate was issued. */
export function issuedText(issued: IssuedCertificate): string {
  const total = issued.steps.reduce((sum, { ms }) => sum + ms, 0);
  return fields([
    ['Certificate', `${issued.vault}/${issued.name}`],
    ['Version', issued.version],
    ['DNS names', issued.dnsNames.join(', ')],
    ['Expires', issued.notAfter],
    ['Thumbprint', issued.thumbprint],
    ['Issued in', duration(total)],
  ]);
}
