/** A version of a certificate comes out of its vault: as it is public, or with its key. */
import type { CertificateTransfer } from '../../domain/certificate-transfer.ts';
import { CertError } from '../../domain/errors.ts';
import type { KeyMaterial, SecretContents } from '../../domain/key-material.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { CertificateVault, Vault } from '../../domain/key-vault.ts';
import type { Pki } from '../../domain/pki.ts';
import type { CertificatePlace } from '../find-vault.ts';
import { deedAt, remember, type Rememberer } from '../remember-deed.ts';
import { findCertificate } from '../upkeep/found-certificate.ts';
import type { Tell } from '../upkeep/remembered.ts';

export interface ExportServices extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly transferOf: (vault: Vault) => CertificateTransfer;
  readonly pki: Pki;
}

/**
 * `cer`: the certificate, DER; `pem`: the same as text; `chain`: with its issuers; `pem-with-key` and
 * `pfx`: with its key, too. All but the first two need the right to read secrets.
 */
export const EXPORT_FORMATS = ['cer', 'pem', 'chain', 'pem-with-key', 'pfx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export function holdsKey(format: ExportFormat): format is 'pem-with-key' | 'pfx' {
  return format === 'pem-with-key' || format === 'pfx';
}

export interface ExportWish {
  readonly place: CertificatePlace;
  /** 32 hex digits; absent: the newest. */
  readonly version?: string;
  readonly format: ExportFormat;
  /** For what holds the key; absent or empty: none. */
  readonly password?: string;
  /** A PFX for readers of before 2018. */
  readonly legacy?: boolean;
}

export interface ExportedFile {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  /** Lower-case hex SHA-1. */
  readonly thumbprint: string;
  /** How many of them are in the file. */
  readonly certificates: number;
  /** Where there is a key in it, never to be logged or shown. */
  readonly bytes: Uint8Array;
}

/**
 * That a key has come out, or was to, is remembered in the history.
 * @throws CertError VaultNotFound, CertificateNotFound, CannotExport, VaultForbidden
 */
export async function exportFile(
  services: ExportServices,
  wish: ExportWish,
  reporter: Tell,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const { pki } = services;
  const { vault, bundle } = await findCertificate(services, wish.place, signal, wish.version);
  const { der, name, version } = bundle;
  const target = { vault: vault.name, name };
  if (der === undefined) throw new CertError('CertificateNotFound', target);
  const { dnsNames, thumbprint, notAfter } = pki.readCertificate(der);
  const found = { ...target, version, thumbprint };
  const secret = async (): Promise<SecretContents> =>
    pki.openSecret(await services.transferOf(vault).secret(name, version, signal), der);
  const { format, password = '', legacy = false } = wish;
  if (!holdsKey(format)) {
    const chain = format === 'chain' ? (await secret()).chain : [der];
    const text = chain.map((each) => pki.toPem(each)).join('');
    const bytes = format === 'cer' ? der : Buffer.from(text);
    return { ...found, certificates: chain.length, bytes };
  }
  const deed = deedAt(services, 'export', { ...target, dnsNames });
  try {
    const material = withKey(await secret(), { ...target, version });
    const file = { format: format === 'pfx' ? 'pfx' : 'pem', password, legacy } as const;
    const bytes = pki.writeKeyFile(material, file);
    const done = { ...found, dnsNames, notAfter: notAfter.toISOString() };
    await remember(services, deed, { done }, reporter);
    return { ...found, certificates: material.chain.length, bytes };
  } catch (failed) {
    await remember(services, deed, { failed }, reporter);
    throw failed;
  }
}

function withKey(
  { privateKey, chain }: SecretContents,
  version: { readonly vault: string; readonly name: string; readonly version: string },
): KeyMaterial {
  if (privateKey !== undefined) return { privateKey, chain };
  throw new CertError('CannotExport', { ...version, problem: 'not-exportable' });
}
