/**
 * A request that Key Vault itself takes to an issuer: made, waited for, taken back. Nothing of it
 * needs the journal: Key Vault goes on by itself.
 */
import { differencesFrom } from '../domain/acme-policy.ts';
import type { CertificateUpkeep } from '../domain/certificate-upkeep.ts';
import type { CertificatePolicy } from '../domain/certificate-policy.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { IssuedCertificate, StepTime } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { CertificateVault, PendingOperation, Tags } from '../domain/key-vault.ts';
import type { Pki } from '../domain/pki.ts';
import type { Clock } from '../domain/runtime.ts';
import { withSecondChance } from './lost-answer.ts';

export interface IssuerServices {
  readonly vault: CertificateVault;
  readonly upkeep: Pick<CertificateUpkeep, 'requestCancellation'>;
  readonly pki: Pki;
  readonly clock: Clock;
}

/** What is asked for under a name. */
export interface IssuerRequest {
  readonly name: string;
  readonly policy: CertificatePolicy;
  readonly tags: Tags;
  /** False: nobody can use the version before somebody enables it. */
  readonly enabled: boolean;
  /** The newest version now; undefined: there is none. */
  readonly previous: string | undefined;
  /** Of the operation that is there from before, whatever became of it. */
  readonly endedRequest: string | undefined;
}

/** What came of it, but for what the caller knows. */
type Issued = Omit<IssuedCertificate, 'leftovers'>;

/** Milliseconds between looks at an operation: at first, and at most. */
const LOOK_AFTER = { first: 1000, most: 10_000 };

/** What a named issuer has not issued after so long takes as long as it takes. */
export const PATIENCE_MS = 5 * 60_000;

/**
 * A request that changes something is not cut short: what it did would be unknown. Where its answer
 * is lost, an operation that was not there before and asks for the same is ours.
 * @throws CertError ForeignPendingOperation, of which nothing more is known
 */
export async function requestVersion(
  { vault, clock, pki }: Omit<IssuerServices, 'upkeep'>,
  { name, policy, tags, enabled, endedRequest }: IssuerRequest,
): Promise<PendingOperation> {
  const attributes = enabled ? undefined : { enabled };
  let tries = 0;
  let isOthers = false;
  const create = async (): Promise<PendingOperation> => {
    tries += 1;
    try {
      return await vault.createPending(name, policy, tags, undefined, attributes);
    } catch (error) {
      // Somebody was quicker, unless it is our own first try that is in the way of the second.
      isOthers = tries === 1 && isCertError(error, 'ForeignPendingOperation');
      throw error;
    }
  };
  return withSecondChance(clock, create, async () => {
    const found = isOthers ? undefined : await vault.getPending(name);
    if (found?.csr === undefined || found.requestId === endedRequest) return undefined;
    const isSameIssuer = found.issuer.toLowerCase() === policy.issuer.toLowerCase();
    return isSameIssuer && differencesFrom(policy, pki.readCsr(found.csr)).length === 0
      ? found
      : undefined;
  });
}

/**
 * Has Key Vault's issuer make a version.
 * @param patience - milliseconds that the issuer is waited for
 * @throws CertError IssuerPending when it takes longer: Key Vault goes on; IssuerRefused. A
 *   cancellation takes the request back
 */
export async function haveIssued(
  services: IssuerServices,
  request: IssuerRequest,
  patience: number,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<Issued> {
  const steps: StepTime[] = [];
  const step = async <T>(
    name: 'csr' | 'finalize' | 'verify',
    work: () => Promise<T>,
  ): Promise<T> => {
    const begun = services.clock.now();
    reporter.started(name);
    const result = await work();
    const ms = Math.round(services.clock.now() - begun);
    steps.push({ name, ms });
    reporter.finished(name, ms);
    return result;
  };
  signal.throwIfAborted();
  const operation = await step('csr', () => requestVersion(services, request));
  const { name, previous } = request;
  await step('finalize', () => awaitIssuer(services, name, operation, patience, signal));
  return { ...(await step('verify', () => readBack(services, name, previous))), steps };
}

/** Resolves when the operation is completed. */
async function awaitIssuer(
  services: IssuerServices,
  name: string,
  begun: PendingOperation,
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  const { vault, clock } = services;
  const { requestId, issuer } = begun;
  const until = clock.now() + patience;
  let pause = LOOK_AFTER.first;
  for (let operation: PendingOperation | undefined = begun; ;) {
    // What is not there any more, or is another one, was completed: only that ends ours unseen.
    if (operation?.requestId !== requestId || operation.status === 'completed') return;
    if (operation.status !== 'inprogress') {
      const { code = operation.status, message = '' } = operation.error ?? {};
      const refused = { vault: vault.name, name, issuer, code, message };
      try {
        await vault.deletePending(name);
      } catch (cause) {
        // It is in nobody's way: what the issuer has said is what counts.
        if (!isCertError(cause)) throw cause;
        throw new CertError('IssuerRefused', refused, { cause });
      }
      throw new CertError('IssuerRefused', refused);
    }
    const left = until - clock.now();
    if (left <= 0) throw new CertError('IssuerPending', { vault: vault.name, name, issuer });
    try {
      await clock.sleep(Math.min(pause, left), signal);
      operation = await vault.getPending(name, signal);
    } catch (error) {
      // Whoever cancels is told so; anything else leaves the request to Key Vault.
      if (signal.aborted) await takeBack(services, name, requestId);
      throw error;
    }
    pause = Math.min(pause * 2, LOOK_AFTER.most);
  }
}

/**
 * Somebody does not want it any more: the issuer is told so, and may have been faster; only then is
 * the request forgotten.
 */
async function takeBack(
  { vault, upkeep }: IssuerServices,
  name: string,
  requestId: string,
): Promise<void> {
  const operation = await vault.getPending(name);
  if (operation?.requestId !== requestId || operation.status !== 'inprogress') return;
  try {
    await upkeep.requestCancellation(name);
  } catch (error) {
    if (!isCertError(error)) throw error;
    // It has ended meanwhile, or only deleting is allowed here.
    const now = await vault.getPending(name);
    if (now?.requestId !== requestId || now.status === 'completed') return;
  }
  await vault.deletePending(name);
}

async function readBack(
  { vault, pki }: IssuerServices,
  name: string,
  previous: string | undefined,
): Promise<Omit<Issued, 'steps'>> {
  const after = await vault.get(name);
  if (after?.der === undefined || after.version === previous) {
    const found = after?.version ?? '';
    throw new CertError('CertificateChanged', {
      ...{ vault: vault.name, name, expected: previous ?? '', found },
    });
  }
  const { dnsNames, thumbprint, notBefore, notAfter } = pki.readCertificate(after.der);
  return {
    ...{ vault: vault.name, name, version: after.version, thumbprint, dnsNames },
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    chain: pki.toPem(after.der),
  };
}
