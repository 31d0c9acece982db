import { describeLeftover, explain } from '../domain/error-catalogue.ts';
import { CertError } from '../domain/errors.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import { english } from '../domain/translate.ts';
import type { Output } from './output.ts';
import { duration } from './step-lines.ts';
import { fields } from './table.ts';

/** The certificate as the result of a command. */
export function giveIssued(output: Output, issued: IssuedCertificate): void {
  warnOfLeftovers(output, issued);
  output.result(issuedDocument(issued), () => issuedText(issued));
}

/** The certificate was issued; that something is left of it must not go unnoticed. */
export function warnOfLeftovers(
  output: Output,
  { vault, name, leftovers }: IssuedCertificate,
): void {
  if (leftovers.length === 0) return;
  const { message } = explain(new CertError('CleanupIncomplete', { leftovers }));
  output.warn(`${vault}/${name} was issued. ${message}`);
}

/** What scripts get to see: what is left is said in sentences. */
export function issuedDocument(issued: IssuedCertificate): object {
  return { ...issued, leftovers: leftoverLines(issued) };
}

export function leftoverLines({ leftovers }: IssuedCertificate): readonly string[] {
  return leftovers.map((leftover) => describeLeftover(leftover, english));
}

/** What a person reads when a certificate was issued. */
function issuedText(issued: IssuedCertificate): string {
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
