/**
 * Key Vault's refusals as the product's errors. Texts and codes are those that were recorded from
 * the service; where a text has to be read, its English wording is stable since 2019.
 */
import { CertError, type ErrorFacts, type VaultGate } from '../domain/errors.ts';
import type { Refusal } from './refusals.ts';

/**
 * Inner codes of a 403. A 403 without one is not about permissions but about the state of the
 * object ("Merge is forbidden on pending object created with issuer …"): KeyVaultRefused.
 */
const GATES: Readonly<Record<string, VaultGate>> = {
  ForbiddenByRbac: 'rbac',
  AccessDenied: 'access-policy',
  ForbiddenByFirewall: 'firewall',
  ForbiddenByConnection: 'private-link',
  ForbiddenByPolicy: 'policy',
};

/** In a state in which the name cannot be used: deleted, or about to be. */
const SOFT_DELETED = new Set(['ObjectIsDeletedButRecoverable', 'ObjectIsBeingDeleted']);

/** "… while a pending key vault certificate's status is inProgress"; documented as 409. */
const PENDING = /pending .*status is in ?progress/i;

/** Of a cancellation that comes too late (recorded; documented as 400). */
const ENDED = /pending status must be in progress to allow update/i;

/** The document's own spelling, and the one that may be meant. */
const AT_WORK =
  /merge is forbidden on pending object created with issuer : (.+?) while it is in prog/i;

/** Of keys; the text is reported by many, its status and code by nobody. */
const NO_HSM = /hardware key operation not allowed on standard vault/i;

/**
 * The error for one refusal of the vault.
 * - VaultForbidden: any gate; action, caller and client address where the text tells them.
 * - NameSoftDeleted, ForeignPendingOperation: 409. Of the operation nothing is known here, the
 *   caller reads it and fills in issuer, names and differences.
 * - HsmNeedsPremium: a key in an HSM that the vault does not have.
 * - KeyVaultRefused: everything else, a 404 included.
 */
export function keyVaultError(vault: string, refusal: Refusal): CertError {
  const { status, code, innerCode, message } = refusal;
  if (NO_HSM.test(message)) return new CertError('HsmNeedsPremium', { vault });
  if (status === 403 && innerCode !== '') {
    return new CertError('VaultForbidden', forbiddenFacts(vault, innerCode, message));
  }
  if (status === 403) {
    const name = certificateName(refusal.path);
    if (ENDED.test(message)) return new CertError('OperationEnded', { vault, name, status: '' });
    const issuer = firstGroup(AT_WORK, message);
    if (issuer !== undefined) return new CertError('MergeForbidden', { vault, name, issuer });
  }
  if (status === 409) {
    const name = certificateName(refusal.path);
    if (SOFT_DELETED.has(innerCode)) return new CertError('NameSoftDeleted', { vault, name });
    if (PENDING.test(message)) {
      return new CertError('ForeignPendingOperation', {
        vault,
        name,
        issuer: '',
        pendingNames: [],
        differences: [],
      });
    }
  }
  return new CertError('KeyVaultRefused', { vault, status, serviceCode: code, message });
}

function forbiddenFacts(
  vault: string,
  innerCode: string,
  message: string,
): ErrorFacts['VaultForbidden'] {
  const facts: ErrorFacts['VaultForbidden'] = { vault, gate: GATES[innerCode] ?? 'other', message };
  const action =
    firstGroup(/Action: '([^']+)'/, message) ??
    firstGroup(/does not have (.+?) permission on key vault/, message) ??
    firstGroup(/Operation: "([^"]+)"/, message);
  const caller = firstGroup(/(appid=[^' ]+)/i, message);
  const clientAddress = firstGroup(/Client address: ([0-9a-fA-F.:]+)/, message);
  if (action !== undefined) facts.action = action;
  if (caller !== undefined) facts.caller = caller;
  if (clientAddress !== undefined) facts.clientAddress = clientAddress;
  return facts;
}

/** Of `/certificates/{name}/…`. */
function certificateName(path: string): string {
  return firstGroup(/^\/certificates\/([^/]+)/, path) ?? '';
}

function firstGroup(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.[1];
}
