/** What is said before something is deleted, merged or given up. No editor needed. */
import type { Deletion } from '../../app/upkeep/deletion.ts';
import type { Merging } from '../../app/pending/merge-file.ts';
import type { Switching } from '../../app/upkeep/switch-version.ts';
import type { PendingDetails } from '../../app/pending/show-pending.ts';
import { describeKey } from '../../domain/key-type.ts';
import type { PendingOperation } from '../../domain/key-vault.ts';
import { describeDifference } from '../../domain/messages/reasons.ts';
import type { Translate } from '../../domain/translate.ts';

/** With its blast radius. */
export function deletionDetail(
  { versions, dnsNames, notAfter, pending, recovery }: Omit<Deletion, 'carryOut'>,
  t: Translate,
): string {
  const names = dnsNames.join(', ');
  return [
    versions === 1
      ? t('Its only version and its key are deleted.')
      : t('All its {0} versions and their keys are deleted.', versions),
    ...(notAfter ? [t('The newest is for {0} and valid until {1}.', names, dayOf(notAfter))] : []),
    t('Whoever uses it loses it at once.'),
    ...(pending ? [t('The operation that is pending for it goes, too.')] : []),
    fateOf(recovery, t),
  ].join(' ');
}

function fateOf(recovery: Deletion['recovery'], t: Translate): string {
  const { days, purgeable = true } = recovery ?? {};
  if (days === 0) return t('The vault keeps nothing that is deleted: it is gone for ever.');
  if (days === undefined)
    return t('It can be recovered for some time; its name is taken until then.');
  return purgeable
    ? t(
        'It can be recovered for {0} days; its name is taken until then, or until it is purged.',
        days,
      )
    : t('It can be recovered for {0} days; its name is taken until then.', days);
}

export function disablingDetail(
  { version, dnsNames, isNewest }: Omit<Switching, 'carryOut'>,
  t: Translate,
): string {
  return [
    t('Version {0}, for {1}: its secret is refused to everybody.', version, dnsNames.join(', ')),
    ...(isNewest
      ? [t('It is the newest: whoever asks for no version is refused then, and gets no older one.')]
      : []),
  ].join(' ');
}

/** Why somebody should think twice; empty: there is no reason. */
export function mergeDoubts(
  { differences, outdated, certificate, missing }: Omit<Merging, 'carryOut'>,
  t: Translate,
): readonly string[] {
  const list = differences.map((difference) => describeDifference(difference, t)).join('; ');
  return [
    ...(list === '' ? [] : [t('It is not for what the CSR asks for: {0}.', list)]),
    ...(outdated === 'expired' ? [t('It expired on {0}.', dayOf(certificate.notAfter))] : []),
    ...(outdated === 'not-yet'
      ? [t('It is not valid before {0}.', dayOf(certificate.notBefore))]
      : []),
    ...(missing === ''
      ? []
      : [t('Its chain ends before the root: who does not know {0} cannot verify it.', missing)]),
  ];
}

export function pendingStatus(
  { status, issuer, error, cancellationRequested }: Omit<PendingOperation, 'csr'>,
  t: Translate,
): string {
  switch (status) {
    case 'inprogress':
      if (cancellationRequested) return t('{0} has been asked to give it up', issuer);
      return issuer.toLowerCase() === 'unknown'
        ? t('Waits for the certificate that a CA makes of its CSR')
        : t('{0} is at work on it', issuer);
    case 'completed':
      return t('Completed: the certificate is there');
    case 'cancelled':
      return t('Cancelled: no certificate will come of it');
    case 'failed':
      return t('Failed ({0}): {1}', error?.code ?? '', error?.message ?? '');
    default:
      return status;
  }
}

/** What the CSR asks for and how the operation stands, line by line, for a page of plain text. */
export function pendingLines(details: PendingDetails, t: Translate): readonly string[] {
  const { vault, name, operation, request, pem, claim } = details;
  const line = (label: string, value: string | undefined): readonly string[] =>
    value === undefined || value === '' ? [] : [t('{0}: {1}', label, value)];
  return [
    ...line(t('Certificate'), `${vault}/${name}`),
    ...line(t('Status'), pendingStatus(operation, t)),
    ...line(t('Details'), operation.statusDetails),
    ...line(t('Issuer'), operation.issuer),
    ...line(t('Request id'), operation.requestId),
    ...line(t('Subject'), request?.subject),
    ...line(
      t('Names'),
      request?.alternativeNames.map(({ kind, value }) => `${kind}:${value}`).join(', '),
    ),
    ...line(t('Key'), request && describeKey(request.publicKey)),
    ...line(t('Key usage'), request?.keyUsages.join(', ')),
    ...line(
      t('Extended key usage'),
      request?.extendedKeyUsages.map((usage) => usage.name ?? usage.oid).join(', '),
    ),
    ...line(t('At work'), claim?.owner),
    ...(pem === undefined ? [] : ['', ...pem.trimEnd().split('\n')]),
  ];
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
