/** A company that has been at it for long: 300 subscriptions, 1,000 vaults, 50,000 certificates. */
import type { SeededCertificate } from '../keyvault/seed.ts';
import type { RoleAssignment, RoleName } from '../principals.ts';
import { assign, subscription, vault } from '../world-parts.ts';
import type { World, WorldSubscription, WorldVault } from '../world.ts';
import { createCertificateMaker, DAY } from './certificate-maker.ts';

export const BIG = { subscriptions: 300, vaults: 1000, certificates: 50_000 } as const;

/** Certificates that differ in what X.509 says; all others are the same ones under other names. */
const DISTINCT = 90;

/** One tenant; the default world's subscriptions and vaults are among those that are counted. */
export async function bigWorld(defaults: World, now: number): Promise<World> {
  const home = defaults.tenant.id;
  const contoso = defaults.subscriptions.filter(({ tenantId }) => tenantId === undefined);
  const moreSubscriptions = makeSubscriptions(BIG.subscriptions - contoso.length);
  const known = new Set(contoso.map(({ id }) => id));
  const ownVaults = defaults.vaults.filter(({ subscriptionId }) => known.has(subscriptionId));
  const zones = defaults.zones.filter(({ subscriptionId }) => known.has(subscriptionId));
  const moreVaults = makeVaults(moreSubscriptions, BIG.vaults - ownVaults.length);
  const everywhere = (role: RoleName): readonly RoleAssignment[] =>
    moreSubscriptions.map(({ id }) => assign(role, `/subscriptions/${id}`));
  const more: Readonly<Record<string, readonly RoleAssignment[]>> = {
    operator: [...everywhere('Reader'), ...everywhere('Key Vault Certificates Officer')],
    stranger: [...everywhere('Reader'), ...everywhere('Key Vault Certificates Officer')],
    auditor: [...everywhere('Reader'), ...everywhere('Key Vault Certificate User')],
    reader: everywhere('Reader'),
  };
  const rolesOf = (name: string) => more[name.replace(/@contoso\.com$/, '')] ?? [];
  return {
    ...defaults,
    otherTenants: [],
    signInRules: [],
    subscriptions: [...contoso, ...moreSubscriptions],
    vaults: [...ownVaults, ...(await filled(moreVaults, now))],
    zones,
    principals: defaults.principals.map((principal) => ({
      ...principal,
      roles: [...principal.roles, ...rolesOf(principal.name)],
    })),
    users: defaults.users.flatMap((user) => {
      const [account] = user.accounts;
      if (account.tenantId !== home) return [];
      return [{ ...user, accounts: [withRoles(account, rolesOf(user.upn))] }];
    }),
  };
}

function withRoles<Account extends { readonly roles: readonly RoleAssignment[] }>(
  account: Account,
  more: readonly RoleAssignment[],
): Account {
  return { ...account, roles: [...account.roles, ...more] };
}

const STAGES = ['Production', 'Staging', 'Development'];

function makeSubscriptions(count: number): readonly WorldSubscription[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `b1600000-0a0a-4b0b-8c0c-${String(index + 1).padStart(12, '0')}`;
    const team = String(Math.floor(index / STAGES.length) + 1).padStart(3, '0');
    return subscription(id, `Team ${team} ${STAGES[index % STAGES.length] ?? ''}`, ['vaults']);
  });
}

/** The first subscriptions have dozens of them, the last ones one or two. */
function makeVaults(
  subscriptions: readonly WorldSubscription[],
  count: number,
): readonly WorldVault[] {
  return Array.from({ length: count }, (_, index) => {
    const place = Math.floor(subscriptions.length * ((index + 0.5) / count) ** 2);
    const number = String(index + 1).padStart(4, '0');
    return vault(`kv-team-${number}`, subscriptions[place]?.id ?? '', 'vaults');
  });
}

/** Every tenth vault is empty; of the others few have very many and most have few. */
async function filled(vaults: readonly WorldVault[], now: number): Promise<readonly WorldVault[]> {
  const counts = spread(vaults.length, BIG.certificates);
  const chains = await distinctChains(now);
  let first = 0;
  return vaults.map((each, index) => {
    const count = counts[index] ?? 0;
    const start = first;
    first += count;
    return { ...each, certificates: () => certificates(start, count, chains) };
  });
}

/** Numbers that add up to `total`; the same at every call. */
export function spread(length: number, total: number): readonly number[] {
  const weights = Array.from({ length }, (_, index) =>
    // 617 has no factor in common with the lengths in use: the large ones are scattered.
    index % 10 === 9 ? 0 : 1 / (((index * 617) % length) + 10) ** 0.8,
  );
  const sum = weights.reduce((all, each) => all + each, 0);
  const counts = weights.map((weight) => Math.floor((total * weight) / sum));
  const missing = total - counts.reduce((all, each) => all + each, 0);
  const largest = counts.indexOf(Math.max(...counts));
  return counts.map((each, index) => (index === largest ? each + missing : each));
}

/** Ninety days each, from one that ended yesterday to one that was made today. */
async function distinctChains(now: number): Promise<readonly SeededCertificate['chain'][]> {
  const maker = await createCertificateMaker(now);
  return maker.makeAll(
    Array.from({ length: DISTINCT }, (_, index) => ({
      dnsNames: ['service.example.com'] as const,
      notBefore: now - (91 - index) * DAY,
      notAfter: now + (index - 1) * DAY,
    })),
  );
}

const POLICY = { key_props: { kty: 'EC', crv: 'P-256' } };

function* certificates(
  start: number,
  count: number,
  chains: readonly SeededCertificate['chain'][],
): Generator<SeededCertificate> {
  for (let number = start; number < start + count; number += 1) {
    const chain = chains[(number * 37) % chains.length];
    if (chain === undefined) return;
    const tags =
      number % 2 === 0
        ? { 'kvcert-ca': 'letsencrypt profile=classic' }
        : { team: `team-${number % 97}` };
    yield { name: `service-${String(number + 1).padStart(5, '0')}`, chain, tags, policy: POLICY };
  }
}
