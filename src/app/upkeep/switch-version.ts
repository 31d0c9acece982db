/** Enabling and disabling one version of a certificate. */
import { CertError } from '../../domain/errors.ts';
import type { CertificatePlace } from '../find-vault.ts';
import { changeCertificate, findCertificate, type UpkeepServices } from './found-certificate.ts';
import { remembered, type Tell } from './remembered.ts';

export interface SwitchWish {
  readonly place: CertificatePlace;
  /** 32 hex digits; absent: the newest. */
  readonly version?: string;
  readonly enabled: boolean;
}

/** What would be enabled or disabled, to be looked at before it is. */
export interface Switching {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  readonly dnsNames: readonly string[];
  /** As wished for: nothing has to be done. */
  readonly already: boolean;
  /**
   * It is what everybody gets who asks for no version: disabled, it is found all the same, and its
   * secret is refused to them.
   */
  readonly isNewest: boolean;
  /** @throws CertError CertificateNotFound, WorkInProgress, OperationRunning, VaultForbidden */
  readonly carryOut: (reporter: Tell, signal: AbortSignal) => Promise<void>;
}

/** @throws CertError VaultNotFound, CertificateNotFound */
export async function prepareSwitch(
  services: UpkeepServices,
  { place, version, enabled }: SwitchWish,
  signal: AbortSignal,
): Promise<Switching> {
  const { vault, bundle: newest } = await findCertificate(services, place, signal);
  const { name } = newest;
  const isNewest = version === undefined || version === newest.version;
  const { bundle } = isNewest
    ? { bundle: newest }
    : await findCertificate(services, { vault, name }, signal, version);
  // The placeholder of what was never issued is no version that anybody could use.
  if (bundle.der === undefined) {
    throw new CertError('CertificateNotFound', { vault: vault.name, name });
  }
  const { dnsNames } = services.pki.readCertificate(bundle.der);
  const what = { vault: vault.name, name, dnsNames };
  return {
    ...{ ...what, version: bundle.version, isNewest, already: bundle.enabled === enabled },
    carryOut: (reporter, abort) =>
      remembered(services, enabled ? 'enable' : 'disable', what, reporter, () =>
        changeCertificate(services, { vault, name }, abort, () =>
          services.upkeepOf(vault).setEnabled(name, bundle.version, enabled),
        ),
      ),
  };
}
