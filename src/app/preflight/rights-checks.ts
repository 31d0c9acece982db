/** Who may do what in the vault and in the zones, and what is locked: read, never tried. */
import {
  judgePolicies,
  judgeRights,
  type AzureCaller,
  type HiddenGrant,
  type NeededAction,
} from '../../domain/azure-rights.ts';
import { isCertError } from '../../domain/errors.ts';
import type { ChallengePlace } from '../../domain/issuance.ts';
import {
  rightsResult,
  type CheckResult,
  type MissingRights,
  type RightsPlace,
} from '../../domain/preflight.ts';
import { sideBySide } from '../await-all.ts';
import { toldBy, type Outlook, type PreflightServices } from './outlook.ts';

const ZONES_SIDE_BY_SIDE = 4;

const VAULT_ACTIONS: readonly NeededAction[] = ['read', 'create/action', 'update/action'].map(
  (verb) => ({ plane: 'data', action: `Microsoft.KeyVault/vaults/certificates/${verb}` }),
);

/** The same in the words of access policies. */
const VAULT_PERMISSIONS = ['get', 'create', 'update'] as const;

const ZONE_ACTIONS: readonly NeededAction[] = ['read', 'write', 'delete'].map((verb) => ({
  plane: 'control',
  action: `Microsoft.Network/dnsZones/TXT/${verb}`,
}));

/** Two requests, and two more where something is missing. */
export async function checkVaultRights(
  { access }: PreflightServices,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<CheckResult> {
  const [vault, caller] = await Promise.all([
    toldBy('vault', outlook.vault),
    toldBy('sign-in', outlook.caller),
  ]);
  await requireReadable(outlook);
  const { name, id } = vault;
  const policies = await access.accessPolicies(id, signal);
  if (policies === undefined) {
    const place = { kind: 'vault-roles', name, id } as const;
    const grant = await rightsAt(access, id, VAULT_ACTIONS, caller, signal);
    return rightsResult('vault-rights', place, grant);
  }
  const { missing, elsewhere } = judgePolicies(policies, caller, VAULT_PERMISSIONS);
  const hidden: readonly HiddenGrant[] = elsewhere ? ['group'] : [];
  const grant: MissingRights = { missing, hidden, objectId: caller.objectId };
  return rightsResult('vault-rights', { kind: 'vault-policies', name, id }, grant);
}

/** The vault has answered the first question: a refusal for want of rights is proof enough. */
async function requireReadable({ bundle }: Outlook): Promise<void> {
  try {
    await bundle;
  } catch (error) {
    if (isWantOfRights(error)) throw error;
    await toldBy('vault', bundle);
  }
}

/** Not the network's gates. */
export function isWantOfRights(error: unknown): boolean {
  return (
    isCertError(error, 'VaultForbidden') &&
    (error.facts.gate === 'rbac' || error.facts.gate === 'access-policy')
  );
}

/** One request for each zone, and one for each record set where the zone itself shows nothing. */
export async function checkZoneRights(
  { access }: PreflightServices,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const [{ places }, caller] = await Promise.all([
    toldBy('zones', outlook.places),
    toldBy('sign-in', outlook.caller),
  ]);
  const zones = Map.groupBy(places, ({ zoneId }) => zoneId.toLowerCase());
  const found = await sideBySide([...zones.values()], ZONES_SIDE_BY_SIDE, async (inZone) => {
    const [first] = inZone;
    if (first === undefined) return [];
    const zone: RightsPlace = { kind: 'zone', name: first.zoneName, id: first.zoneId };
    const there = accessAt(access, first);
    const bearer = there === access ? caller : await there.caller(signal);
    const shown = judgeRights(await there.permissions(zone.id, signal), ZONE_ACTIONS);
    if (shown.missing.length === 0) {
      const grant = { missing: [], hidden: [], objectId: bearer.objectId };
      return [rightsResult('zone-rights', zone, grant)];
    }
    // A role may be given on single record sets.
    return sideBySide(inZone, ZONES_SIDE_BY_SIDE, async ({ record, zoneId, name }) => {
      const place: RightsPlace = { kind: 'zone', name: record, id: `${zoneId}/TXT/${name}` };
      const grant = await rightsAt(there, place.id, ZONE_ACTIONS, bearer, signal);
      return rightsResult('zone-rights', place, grant);
    });
  });
  return found.flat();
}

/** One request for each zone. */
export async function checkLocks(
  { access }: PreflightServices,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const { places } = await toldBy('zones', outlook.places);
  const zones = Map.groupBy(places, ({ zoneId }) => zoneId.toLowerCase());
  const found = await sideBySide([...zones.values()], ZONES_SIDE_BY_SIDE, async (inZone) => {
    const [first] = inZone;
    if (first === undefined) return [];
    const { zoneId, zoneName: zone } = first;
    const sets = inZone.map(({ name }) => `${zoneId}/TXT/${name}`.toLowerCase());
    const locks = await accessAt(access, first).locks(zoneId, signal);
    const holding = locks.filter(({ scope }) =>
      sets.some((set) => `${set}/`.startsWith(`${scope.toLowerCase()}/`)),
    );
    return holding.map((lock): CheckResult => {
      const verdict = lock.level === 'ReadOnly' ? 'blocking' : 'warning';
      return { check: 'locks', verdict, finding: { kind: 'locked', zone, lock } };
    });
  });
  const locked = found.flat();
  if (locked.length > 0) return locked;
  return [{ check: 'locks', verdict: 'ok', finding: { kind: 'no-lock' } }];
}

/** Another tenant's zone is looked at with tokens of that tenant, where the caller has another id. */
function accessAt(
  access: PreflightServices['access'],
  { zoneTenant }: ChallengePlace,
): PreflightServices['access'] {
  return zoneTenant === undefined ? access : access.inTenant(zoneTenant);
}

async function rightsAt(
  access: PreflightServices['access'],
  scope: string,
  needed: readonly NeededAction[],
  caller: AzureCaller,
  signal: AbortSignal,
): Promise<MissingRights> {
  const { objectId } = caller;
  const { missing, conditional } = judgeRights(await access.permissions(scope, signal), needed);
  if (missing.length === 0) return { missing, hidden: [], objectId };
  const hidden = await access.hiddenGrants(scope, caller, signal);
  return {
    missing,
    hidden: conditional.length > 0 ? ['condition', ...hidden] : hidden,
    objectId,
  };
}
