/**
 * Everything that can be known before a CA is asked, looked at side by side: one check that fails
 * hides none of the others. Nothing is changed, and nobody is asked to agree.
 */
import { errorRecord } from '../../domain/error-catalogue.ts';
import { failedCheck, inOrder } from '../../domain/preflight.ts';
import type { CheckResult, Preflight, PreflightCheck } from '../../domain/preflight.ts';
import { abandonedOperation } from '../name-check.ts';
import { requireOurs } from '../plan-issuance.ts';
import { requireNoTrustLost } from '../staging-refusal.ts';
import { checkCa, checkCaa, checkKey, checkLimits } from './ca-checks.ts';
import {
  lookAround,
  NotLooked,
  toldBy,
  type Outlook,
  type PreflightServices,
  type PreflightWish,
} from './outlook.ts';
import { checkLocks, checkVaultRights, checkZoneRights, isWantOfRights } from './rights-checks.ts';

export type { PreflightServices, PreflightWish };

type Work = () => Promise<CheckResult | readonly CheckResult[]>;

/**
 * Rejects only where `signal` is aborted.
 * @param tell - hears of each check as soon as it has ended: usually of one result, and once
 */
export async function preflight(
  services: PreflightServices,
  wish: PreflightWish,
  signal: AbortSignal,
  tell: (results: readonly CheckResult[]) => void = () => undefined,
): Promise<Preflight> {
  const outlook = lookAround(services, wish, signal);
  const checks: Readonly<Record<PreflightCheck, Work>> = {
    'sign-in': () => checkSignIn(outlook),
    vault: () => checkVault(outlook),
    'vault-rights': () => checkVaultRights(services, outlook, signal),
    name: () => checkName(services, outlook, wish, signal),
    key: () => checkKey(services, outlook, wish, signal),
    zones: () => checkZones(outlook),
    'zone-rights': () => checkZoneRights(services, outlook, signal),
    locks: () => checkLocks(services, outlook, signal),
    ca: () => checkCa(services, outlook, wish, signal),
    caa: () => checkCaa(services, outlook, signal),
    limits: () => checkLimits(services, outlook, wish),
  };
  const names = Object.keys(checks) as readonly PreflightCheck[];
  const results = await Promise.all(
    names.map(async (name) => {
      const ended = await attempt(name, checks[name]);
      if (!signal.aborted) tell(ended);
      return ended;
    }),
  );
  signal.throwIfAborted();
  return { target: wish.target, results: inOrder(results.flat()) };
}

async function attempt(check: PreflightCheck, work: Work): Promise<readonly CheckResult[]> {
  try {
    const found = await work();
    return 'check' in found ? [found] : found;
  } catch (error) {
    if (!(error instanceof NotLooked)) return [failedCheck(check, errorRecord(error))];
    const finding = { kind: 'not-looked', because: error.because } as const;
    return [{ check, verdict: 'unknown', finding }];
  }
}

async function checkSignIn({ caller, vault }: Outlook): Promise<CheckResult> {
  const { tenantId, objectId } = await caller;
  const vaultTenant = await vault.then((found) => found.tenantId).catch(() => tenantId);
  return vaultTenant.toLowerCase() === tenantId.toLowerCase()
    ? { check: 'sign-in', verdict: 'ok', finding: { kind: 'signed-in', tenantId, objectId } }
    : {
        check: 'sign-in',
        verdict: 'warning',
        finding: { kind: 'other-tenant', vaultTenant, tenantId },
      };
}

/** A vault that refuses for want of rights has been reached. */
async function checkVault({ vault, bundle }: Outlook): Promise<CheckResult> {
  const { name } = await vault;
  try {
    await bundle;
  } catch (error) {
    if (!isWantOfRights(error)) throw error;
  }
  return { check: 'vault', verdict: 'ok', finding: { kind: 'vault-answers', vault: name } };
}

async function checkName(
  services: PreflightServices,
  outlook: Outlook,
  wish: PreflightWish,
  signal: AbortSignal,
): Promise<CheckResult> {
  const [vault, bundle] = await Promise.all([toldBy('vault', outlook.vault), readBundle(outlook)]);
  const { dnsNames, policy, previous } = await outlook.base;
  requireOurs(wish, bundle);
  const wanted = { id: services.randomHex(8), name: wish.target.name, dnsNames, policy };
  await abandonedOperation({ ...services, vault: services.vaultOf(vault) }, wanted, bundle, signal);
  requireNoTrustLost(services.pki, await outlook.ca, wish, bundle);
  return previous
    ? { check: 'name', verdict: 'ok', finding: { kind: 'new-version', of: previous.version } }
    : { check: 'name', verdict: 'ok', finding: { kind: 'name-free' } };
}

async function readBundle({ bundle }: Outlook): ReturnType<typeof toldBy<Awaited<typeof bundle>>> {
  try {
    return await bundle;
  } catch (error) {
    throw new NotLooked(isWantOfRights(error) ? 'vault-rights' : 'vault', error);
  }
}

async function checkZones(outlook: Outlook): Promise<readonly CheckResult[]> {
  const { places, unconfirmed, onWord } = await outlook.places;
  const zones = [...new Set(places.map(({ zoneName }) => zoneName))];
  const sure = zones.filter((zone) => !unconfirmed.includes(zone) && !onWord.includes(zone));
  const findings = [
    ...(sure.length > 0 ? [{ kind: 'zones-found', zones: sure } as const] : []),
    ...(unconfirmed.length > 0
      ? [{ kind: 'delegation-unknown', zones: unconfirmed } as const]
      : []),
    ...(onWord.length > 0 ? [{ kind: 'zones-on-word', zones: onWord } as const] : []),
  ];
  return findings.map((finding) => ({
    check: 'zones',
    verdict: finding.kind === 'zones-found' ? 'ok' : 'unknown',
    finding,
  }));
}
