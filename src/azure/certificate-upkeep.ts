/** The port CertificateUpkeep on Key Vault's REST API. */
import type {
  CertificateUpkeep,
  DeletedCertificate,
  RestoredCertificate,
} from '../domain/certificate-upkeep.ts';
import { CertError } from '../domain/errors.ts';
import { keyVaultError } from './key-vault-errors.ts';
import { absentIfNotFound } from './not-found.ts';
import { toPendingOperation } from './pending-operation.ts';
import type { Refusal } from './refusals.ts';
import type { VaultCall, VaultRest } from './vault-rest.ts';

/** Asks nothing before the first use. */
export function createCertificateUpkeep(vault: string, rest: VaultRest): CertificateUpkeep {
  const explain = (refusal: Refusal): CertError => keyVaultError(vault, refusal);
  const ask = (
    call: Pick<VaultCall, 'method' | 'path' | 'body' | 'isRead'>,
    doing: string,
    signal: AbortSignal | undefined,
    explained: VaultCall['explain'] = explain,
  ): Promise<unknown> =>
    rest.ask({ ...call, doing: `${doing} in vault ${vault}`, explain: explained }, signal);

  return {
    vault,

    async setEnabled(name, version, enabled, signal) {
      // Without tags and dates in the body their values stay.
      const body = { attributes: { enabled } };
      const call = { method: 'PATCH', path: `${at(name)}/${version}`, body } as const;
      await ask(call, `${enabled ? 'enabling' : 'disabling'} ${name}`, signal);
    },

    async requestCancellation(name, signal) {
      const body = { cancellation_requested: true };
      const call = { method: 'PATCH', path: `${at(name)}/pending`, body } as const;
      const answer = ask(call, `cancelling the operation of ${name}`, signal);
      const operation = await absentIfNotFound(answer);
      return operation === undefined ? undefined : toPendingOperation(operation);
    },

    async delete(name, signal) {
      const call = { method: 'DELETE', path: at(name) } as const;
      const answer = await absentIfNotFound(ask(call, `deleting ${name}`, signal));
      return answer === undefined ? undefined : toDeleted(vault, answer as WireDeleted);
    },

    async *deleted(signal) {
      const doing = `listing the deleted certificates in vault ${vault}`;
      const query = { includePending: 'true' };
      for await (const page of rest.pages(
        { path: '/deletedcertificates', query, doing, explain },
        signal,
      )) {
        yield page.map((item) => toDeleted(vault, item as WireDeleted));
      }
    },

    async findDeleted(name, signal) {
      const call = { method: 'GET', path: deletedAt(name) } as const;
      const answer = await absentIfNotFound(ask(call, `looking for a deleted ${name}`, signal));
      return answer === undefined ? undefined : toDeleted(vault, answer as WireDeleted);
    },

    async recover(name, signal) {
      await ask(
        { method: 'POST', path: `${deletedAt(name)}/recover` },
        `recovering ${name}`,
        signal,
      );
    },

    async purge(name, signal) {
      await ask({ method: 'DELETE', path: deletedAt(name) }, `purging ${name}`, signal);
    },

    async backup(name, signal) {
      const call = { method: 'POST', path: `${at(name)}/backup`, isRead: true } as const;
      const { value = '' } = (await ask(call, `backing up ${name}`, signal)) as WireBackup;
      return Buffer.from(value, 'base64url');
    },

    async restore(backup, signal) {
      const body = { value: Buffer.from(backup).toString('base64url') };
      const call = { method: 'POST', path: '/certificates/restore', body } as const;
      const refused = (refusal: Refusal): CertError => restoreError(vault, refusal);
      return toRestored((await ask(call, 'restoring', signal, refused)) as WireCertificate);
    },
  };
}

const at = (name: string): string => `/certificates/${encodeURIComponent(name)}`;
const deletedAt = (name: string): string => `/deletedcertificates/${encodeURIComponent(name)}`;

/** What was backed up is refused for what it is (400), or for what is there already (409). */
function restoreError(vault: string, refusal: Refusal): CertError {
  const error = keyVaultError(vault, refusal);
  const { status, message } = refusal;
  if (error.code === 'KeyVaultRefused' && (status === 400 || status === 409)) {
    return new CertError('BackupRefused', { vault, taken: status === 409, message });
  }
  return error;
}

interface WireBackup {
  readonly value?: string;
}

interface WireCertificate {
  /** `https://VAULT.vault.azure.net/certificates/NAME/VERSION` */
  readonly id?: string;
}

interface WireDeleted extends WireCertificate {
  /** SHA-1, base64url. */
  readonly x5t?: string;
  readonly attributes?: {
    /** Seconds since the epoch, like the other times. */
    readonly exp?: number;
    readonly recoveryLevel?: string;
  };
  readonly tags?: Readonly<Record<string, string>> | null;
  /** `https://VAULT.vault.azure.net/deletedcertificates/NAME` */
  readonly recoveryId?: string;
  readonly deletedDate?: number;
  readonly scheduledPurgeDate?: number;
}

function toDeleted(vault: string, wire: WireDeleted): DeletedCertificate {
  const { x5t = '', attributes = {}, recoveryId, id = '' } = wire;
  return {
    vault,
    name: nameIn(recoveryId ?? id),
    thumbprint: x5t === '' ? undefined : Buffer.from(x5t, 'base64url').toString('hex'),
    notAfter: fromSeconds(attributes.exp),
    deletedOn: fromSeconds(wire.deletedDate),
    purgedOn: fromSeconds(wire.scheduledPurgeDate),
    purgeable: isPurgeable(attributes.recoveryLevel),
    tags: wire.tags ?? {},
  };
}

function toRestored({ id = '' }: WireCertificate): RestoredCertificate {
  const [, , name = '', version = ''] = new URL(id).pathname.split('/');
  return { name, version };
}

/** `Recoverable+Purgeable`, `CustomizedRecoverable`, … (DeletionRecoveryLevel of the API). */
export function isPurgeable(recoveryLevel = ''): boolean {
  return recoveryLevel.includes('Purgeable');
}

function nameIn(id: string): string {
  return URL.parse(id)?.pathname.split('/')[2] ?? '';
}

function fromSeconds(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time * 1000);
}
