/** The port VaultKeys: a few calls of Key Vault's keys API, for which no package is needed. */
import { createHash } from 'node:crypto';
import {
  withoutVersion,
  type AccountJwk,
  type AccountSigner,
  type KeyVaultKey,
} from '../domain/account-key.ts';
import type { VaultKeyProblem } from '../domain/error-reasons.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import {
  unusableKey,
  type AccountKeyType,
  type VaultKeys,
  type VaultKeyVersion,
} from '../domain/vault-keys.ts';
import type { AzureContext } from './context.ts';
import { keyVaultError } from './key-vault-errors.ts';
import type { Refusal } from './refusals.ts';
import { createVaultRest, type VaultRest } from './vault-rest.ts';

const API_VERSION = '7.4';

/** Milliseconds for which the newest version of a key is believed to be that. */
const NEWEST_FOR = 60_000;

/** What a key refuses because of what it is (`innererror.code`). */
const PROBLEMS = {
  KeyDisabled: 'disabled',
  KeyNotYetValidOrExpired: 'outside-validity',
  KeyOperationForbidden: 'may-not-sign',
  KeyManagedByKeyVault: 'of-certificate',
  ObjectIsDeletedButRecoverable: 'deleted',
  ObjectIsBeingDeleted: 'deleted',
  ObjectIsBeingRecovered: 'deleted',
} as const;

/** Loads and asks nothing before the first use. */
export function createVaultKeys(context: AzureContext): VaultKeys {
  const { clock } = context;
  const vaults = new Map<string, VaultRest>();
  const newest = new Map<string, { readonly version: VaultKeyVersion; readonly until: number }>();

  async function call(
    { method, id, body, isRead }: Call,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const { origin, host, pathname: path } = new URL(id);
    const rest = vaults.get(origin) ?? createVaultRest(origin, context, API_VERSION);
    vaults.set(origin, rest);
    const explain = (refusal: Refusal): CertError => keyError(id, refusal);
    const doing = `asking ${host}`;
    return rest.ask({ method, path, isRead, doing, explain, ...(body && { body }) }, signal);
  }

  const remember = (version: VaultKeyVersion): VaultKeyVersion => {
    const until = clock.now() + NEWEST_FOR;
    newest.set(withoutVersion(version.id), { version, until });
    return version;
  };

  return {
    async get(id, signal) {
      const isNewest = withoutVersion(id) === id;
      const known = isNewest ? newest.get(id) : undefined;
      if (known !== undefined && known.until > clock.now()) return known.version;
      try {
        const version = toVersion(
          id,
          await call({ method: 'GET', id, isRead: true }, signal),
          clock.now(),
        );
        return isNewest ? remember(version) : version;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    async create(id, type, tags, signal) {
      const body = { ...wireType(type), key_ops: ['sign', 'verify'], tags };
      const url = `${withoutVersion(id)}/create`;
      const answer = await call({ method: 'POST', id: url, body, isRead: false }, signal);
      return remember(toVersion(id, answer, clock.now()));
    },

    async replaceTags(id, tags, signal) {
      const answer = await call({ method: 'PATCH', id, body: { tags }, isRead: false }, signal);
      const version = toVersion(id, answer, clock.now());
      if (newest.get(withoutVersion(id))?.version.id === version.id) remember(version);
    },

    signer: (key) =>
      signerOf(key, async (alg, value, signal) => {
        const url = `${key.id}/sign`;
        // The same digest may be signed twice: nothing is changed by it.
        return call({ method: 'POST', id: url, body: { alg, value }, isRead: true }, signal);
      }),
  };
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** The URL, without the query. */
  readonly id: string;
  readonly body?: object;
  /** It may be repeated although its answer was lost. */
  readonly isRead: boolean;
}

function signerOf(
  { id, jwk }: KeyVaultKey,
  ask: (alg: string, digest: string, signal?: AbortSignal) => Promise<unknown>,
): AccountSigner {
  const alg = jwk.kty === 'RSA' ? 'RS256' : jwk.crv === 'P-384' ? 'ES384' : 'ES256';
  const hash = alg === 'ES384' ? 'sha384' : 'sha256';
  return {
    jwk,
    alg,
    async sign(data, signal) {
      const digest = createHash(hash).update(data).digest('base64url');
      const answer = (await ask(alg, digest, signal)) as WireSignature;
      if (typeof answer.value === 'string' && answer.value !== '') {
        return Buffer.from(answer.value, 'base64url');
      }
      throw unreadable(id, answer);
    },
  };
}

function keyError(id: string, refusal: Refusal): CertError {
  const { innerCode, status, code } = refusal;
  if (Object.hasOwn(PROBLEMS, innerCode)) {
    return unusableKey(id, PROBLEMS[innerCode as keyof typeof PROBLEMS]);
  }
  if (status === 404 && code === 'KeyNotFound') return unusableKey(id, 'missing');
  const [vault = ''] = refusal.host.split('.');
  return keyVaultError(vault, refusal);
}

function isMissing(error: unknown): boolean {
  return isCertError(error, 'VaultKeyUnusable') && error.facts.problem === 'missing';
}

interface WireSignature {
  readonly value?: unknown;
}

interface WireKey {
  readonly key?: {
    readonly kid?: string;
    readonly kty?: string;
    readonly key_ops?: readonly string[] | null;
    readonly crv?: string;
    readonly x?: string;
    readonly y?: string;
    readonly n?: string;
    readonly e?: string;
  };
  readonly attributes?: {
    readonly enabled?: boolean;
    /** Seconds since the epoch. */
    readonly nbf?: number;
    readonly exp?: number;
  };
  /** It goes with a certificate. */
  readonly managed?: boolean;
  readonly tags?: Readonly<Record<string, string>> | null;
}

function toVersion(id: string, body: unknown, now: number): VaultKeyVersion {
  const { key, attributes = {}, managed, tags } = body as WireKey;
  // What is remembered, and signed with later, is on the host that was asked and on no other.
  if (key?.kid === undefined || new URL(key.kid).host !== new URL(id).host) {
    throw unreadable(id, body);
  }
  const jwk = jwkOf(key);
  const problem = jwk === undefined ? 'wrong-kind' : problemOf(key.key_ops, attributes, now);
  const ofCertificate = managed === true;
  return { id: key.kid, kty: key.kty ?? '', jwk, problem, ofCertificate, tags: tags ?? {} };
}

function problemOf(
  operations: readonly string[] | null | undefined,
  { enabled, nbf = -Infinity, exp = Infinity }: NonNullable<WireKey['attributes']>,
  now: number,
): VaultKeyProblem | undefined {
  if (enabled === false) return 'disabled';
  if (now < nbf * 1000 || now >= exp * 1000) return 'outside-validity';
  return operations?.includes('sign') === true ? undefined : 'may-not-sign';
}

/** Of the kinds that we sign with; the members in the order in which they are hashed (RFC 7638). */
function jwkOf({ kty = '', crv, x, y, n, e }: NonNullable<WireKey['key']>): AccountJwk | undefined {
  if (kty.startsWith('RSA') && n !== undefined && e !== undefined) return { kty: 'RSA', n, e };
  const isKnown = crv === 'P-256' || crv === 'P-384';
  if (!kty.startsWith('EC') || !isKnown || x === undefined || y === undefined) return undefined;
  return { kty: 'EC', crv, x, y };
}

function wireType(type: AccountKeyType): object {
  const [family = '', size = '', hsm] = type.split('-');
  const kty = `${family.toUpperCase()}${hsm === undefined ? '' : '-HSM'}`;
  return family === 'rsa'
    ? { kty, key_size: Number(size) }
    : { kty, crv: size === 'p384' ? 'P-384' : 'P-256' };
}

function unreadable(id: string, body: unknown): CertError {
  const excerpt = JSON.stringify(body).slice(0, 200);
  return new CertError('UnexpectedAnswer', { host: new URL(id).host, status: 200, excerpt });
}
