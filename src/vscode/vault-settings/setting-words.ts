/** A vault's issuers in words. No editor needed. */
import type { IssuerDetails } from '../../domain/certificate-issuers.ts';
import { formatAdministrator } from '../../domain/issuer-administrator.ts';
import type { Translate } from '../../domain/translate.ts';

export interface SettingLine {
  readonly label: string;
  readonly value: string;
}

/** What is known of an issuer; its password is told by nobody. */
export function issuerLines(issuer: IssuerDetails, t: Translate): readonly SettingLine[] {
  const { name, provider, enabled, accountId = '', organizationId = '' } = issuer;
  const lines = [
    { label: t('Issuer'), value: name },
    { label: t('Provider'), value: provider },
    { label: t('Enabled'), value: enabled ? t('yes') : t('no') },
    { label: t('Account id'), value: accountId },
    { label: t('Organization id'), value: organizationId },
    ...issuer.administrators.map((administrator) => ({
      label: t('Administrator'),
      value: formatAdministrator(administrator),
    })),
    { label: t('Changed on'), value: issuer.updatedOn?.toISOString().slice(0, 10) ?? '' },
  ];
  return lines.filter(({ value }) => value !== '');
}
