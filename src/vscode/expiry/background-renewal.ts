/**
 * Renews what is due in the vaults that the person has chosen for it, while nobody looks. Only what
 * this product has issued by ACME; nobody is asked anything, and what fails is tried again when the
 * certificate's tags say so. No editor needed.
 */
import type { Engine } from '../../app/engine.ts';
import type { OperationBoard } from '../../app/operation-board.ts';
import type { OperationEngine } from '../../app/operations/carry-out.ts';
import type { ProcessLock } from '../../app/process-lock.ts';
import type { Renewal } from '../../app/renew-several.ts';
import type { SurveyedCertificate } from '../../app/survey-renewals.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import { CA_TAG, parseRecipe } from '../../domain/renewal-tag.ts';
import type { Clock, Log } from '../../domain/runtime.ts';
import type { Directory } from '../directory.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';
import type { DueReasons } from './due-reasons.ts';
import type { ExpiryMemoryFile } from './expiry-memory.ts';
import { lookedThrough } from './survey-due.ts';

export interface BackgroundServices {
  /** Names or resource ids, as the setting has them. */
  readonly chosen: () => readonly string[];
  readonly load: () => Promise<void>;
  readonly everyVault: () => readonly SeenVault[];
  readonly board: Pick<OperationBoard, 'start' | 'whenEnded'>;
  readonly memory: ExpiryMemoryFile;
  /** Told what a look through a directory's vaults has found. */
  readonly learn: DueReasons['learn'];
  /** Held from the look to the last end: of several windows, one does it for all. */
  readonly lock: () => Promise<ProcessLock | { readonly heldBy: number }>;
  readonly clock: Clock;
  readonly log: Log;
}

const HOUR = 3_600_000;

/** Milliseconds. CAs want to be asked for their advice a few times a day (RFC 9773 §4.3.2). */
const LOOK_EVERY = 6 * HOUR;

/**
 * Looks and renews, if it is time. Resolves when everything that was begun has ended; rejects where
 * the disk does.
 * @param isWished - the person has just chosen: it is time, whatever was looked at before
 */
export async function renewInBackground(
  services: BackgroundServices,
  isWished: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { chosen, clock, log, memory } = services;
  if (chosen().length === 0) return;
  const isTime = async (): Promise<boolean> =>
    isWished || ((await memory.read()).automaticFrom ?? 0) <= clock.now();
  if (!(await isTime())) return;
  const lock = await services.lock();
  if ('heldBy' in lock) {
    log.debug('another window renews in the background', { process: lock.heldBy });
    return;
  }
  try {
    // Another window may have come to its end since.
    if (await isTime()) await lookAndRenew(services, signal);
  } finally {
    await lock.release();
  }
}

async function lookAndRenew(services: BackgroundServices, signal: AbortSignal): Promise<void> {
  const { board, clock, log, memory } = services;
  await services.load();
  const views = chosenVaults(services.everyVault(), services.chosen());
  // Nobody is signed in who sees one of them: there is another look when somebody is.
  if (views.length === 0) return;
  const groups = Map.groupBy(views, ({ directory }) => directory);
  const found = await Promise.all(
    [...groups].map(([directory, seen]) => lookThrough(services, directory, seen, signal)),
  );
  signal.throwIfAborted();
  const all = found.flat();
  const ids = all.flatMap(({ engine, directory, one: { vault, certificate, ca, decision } }) => {
    if (decision.kind !== 'now') return [];
    const { name } = certificate;
    const occasion = { kind: 'background', reason: decision.reason.kind } as const;
    const wish = { kind: 'renew', target: { vault: vault.name, name }, occasion } as const;
    return board.start(
      noting(engine, { vault, name, ca, before: certificate }),
      directory.key,
      wish,
    ).id;
  });
  log.debug('looked for what is to be renewed in the background', {
    vaults: views.length,
    begun: ids.length,
  });
  await memory.change({ automaticFrom: nextLook(all, clock.now()) });
  await Promise.all(ids.map((id) => board.whenEnded(id)));
}

interface Found {
  readonly engine: Engine;
  readonly directory: Directory;
  readonly one: SurveyedCertificate;
}

/** What cannot be looked at is in the log: it is in the views anyway. */
async function lookThrough(
  { log, learn }: BackgroundServices,
  directory: Directory,
  seen: readonly SeenVault[],
  signal: AbortSignal,
): Promise<readonly Found[]> {
  try {
    const engine = await directory.engine();
    const vaults = seen.map(({ vault }) => vault.name);
    const survey = await engine.survey({ vaults, subscriptions: [] }, {}, signal);
    for (const { vault, name, error } of survey.failures) {
      log.warn('could not be looked at', { vault: vault?.name, name, code: error.code });
    }
    learn(
      survey.certificates.map(({ vault, certificate: { name, thumbprint }, decision }) => ({
        ref: { directory: directory.key, vaultId: vault.id, vault: vault.name, name },
        ...{ thumbprint, decision },
      })),
      lookedThrough(seen, survey),
    );
    return survey.certificates
      .filter(({ certificate }) => parseRecipe(certificate.tags[CA_TAG]) !== undefined)
      .map((one) => ({ engine, directory, one }));
  } catch (error) {
    signal.throwIfAborted();
    log.warn('could not be looked at', {
      tenant: directory.tenant.id,
      code: asCertError(error).code,
    });
    return [];
  }
}

/** Each once, through the account that comes first. */
function chosenVaults(
  every: readonly SeenVault[],
  chosen: readonly string[],
): readonly SeenVault[] {
  const wanted = new Set(chosen.map((text) => text.trim().toLowerCase()));
  const meant = every.filter(
    ({ vault }) => wanted.has(vault.name.toLowerCase()) || wanted.has(vault.id.toLowerCase()),
  );
  return [
    ...new Map(meant.toReversed().map((view) => [vaultKey(view.vault.id), view])).values(),
  ].toReversed();
}

/** What waits after a failure is looked at when its time has come. */
function nextLook(all: readonly Found[], now: number): number {
  const waiting = all.flatMap(({ one: { decision } }) =>
    decision.kind === 'later' ? decision.at.getTime() : [],
  );
  return Math.min(now + LOOK_EVERY, ...waiting);
}

/** Renews as the command line does what is due: what fails is noted on the certificate. */
function noting(engine: Engine, renewal: Omit<Renewal, 'changes'>): OperationEngine {
  return {
    obtain: async ({ occasion }, reporter, signal) => {
      const changes = occasion ? { changes: { occasion } } : {};
      const [ended] = await engine.renewSeveral(
        [{ ...renewal, ...changes }],
        () => reporter,
        signal,
      );
      if (ended?.outcome.kind === 'renewed') return ended.outcome.certificate;
      throw ended?.outcome.error ?? new CertError('Cancelled', { during: 'check' });
    },
    endUnfinished: (...given) => engine.endUnfinished(...given),
  };
}
