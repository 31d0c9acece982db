/** A pending operation in words and as JSON. */
import type { PendingDetails } from '../app/pending/show-pending.ts';
import type { PendingOperation } from '../domain/key-vault.ts';
import { describeKey } from '../domain/key-type.ts';
import { fields } from './table.ts';

export function pendingDocument({ operation, request, ...more }: PendingDetails): object {
  return {
    pending: {
      ...{ vault: more.vault, name: more.name, requestId: operation.requestId },
      ...{ issuer: operation.issuer, status: operation.status, error: operation.error },
      statusDetails: operation.statusDetails,
      cancellationRequested: operation.cancellationRequested,
      request: request && {
        subject: request.subject,
        alternativeNames: request.alternativeNames,
        ekus: request.ekus,
        keyUsages: request.keyUsages,
        key: describeKey(request.publicKey),
      },
      csr: more.pem,
      version: more.version,
      issuance: more.issuance,
      atWork: more.claim && {
        owner: more.claim.owner,
        until: new Date(more.claim.until * 1000),
      },
    },
  };
}

export function pendingText({ operation, request, ...more }: PendingDetails): string {
  const { issuer, requestId, statusDetails } = operation;
  const rows: (readonly [string, string | undefined])[] = [
    ['Certificate', `${more.vault}/${more.name}`],
    ['Status', statusWords(operation)],
    ['Details', statusDetails],
    ['Issuer', issuer],
    ['Request id', requestId],
    ['New version', more.version],
    ['Subject', request?.subject],
    ['Names', request?.alternativeNames.map(({ kind, value }) => `${kind}:${value}`).join(', ')],
    ['Key', request && describeKey(request.publicKey)],
    ['Key usage', request?.keyUsages.join(', ')],
    [
      'Extended key usage',
      request?.extendedKeyUsages.map(({ oid, name }) => name ?? oid).join(', '),
    ],
    ['Begun here', more.issuance && `operation ${more.issuance}, interrupted`],
    [
      'At work',
      more.claim && `${more.claim.owner}, until ${new Date(more.claim.until * 1000).toISOString()}`,
    ],
  ];
  return fields(rows.filter((row): row is readonly [string, string] => Boolean(row[1])));
}

/** A sentence on how it stands; the two ways of failing are told apart by the service's own words. */
export function statusWords({
  status,
  issuer,
  error,
  cancellationRequested,
}: Pick<PendingOperation, 'status' | 'issuer' | 'error' | 'cancellationRequested'>): string {
  switch (status) {
    case 'inprogress':
      if (cancellationRequested) {
        return `In progress; ${issuer} has been asked to give it up and has not said anything yet.`;
      }
      return issuer.toLowerCase() === 'unknown'
        ? 'Waits for the certificate that a CA makes of its CSR.'
        : `In progress; ${issuer} is at work on it.`;
    case 'completed':
      return 'Completed: the certificate is there.';
    case 'cancelled':
      return 'Cancelled: no certificate will come of it.';
    case 'failed':
      return `Failed (${error?.code ?? 'no reason given'})${error?.message ? `: ${error.message}` : ''}`;
    default:
      return status;
  }
}
