import { readFileSync } from 'node:fs';
import { createArmApi } from '../../sandbox/arm/arm-api.ts';
import type { ArmApi } from '../../sandbox/arm/arm-api.ts';
import type { ApiResponse } from '../../sandbox/api.ts';
import type { ArmWorld, VaultResource, ZoneResource } from '../../sandbox/arm/resources.ts';
import type { TokenRefused, TokenVerifier } from '../../sandbox/identity/tokens.ts';
import type { Principal, RoleAssignment, RoleName } from '../../sandbox/principals.ts';

export const TENANT = '00000000-0000-0000-0000-000000000003';
export const ONE = '00000000-0000-0000-0000-000000000000';
export const TWO = '00000000-0000-0000-0000-000000000002';
export const NAME_SERVERS = ['ns1-05.azure-dns.com.', 'ns2-05.azure-dns.net.'];
/** Object id of whoever calls. */
export const CALLER = '0b1ec000-0000-4000-8000-000000000001';
export const START = Date.parse('2026-11-22T12:00:00Z');

/** Two subscriptions with a group `rg` each, and whatever a test puts there. */
export function testWorld(parts: Partial<ArmWorld> = {}): ArmWorld {
  return {
    tenants: [{ tenantId: TENANT, displayName: 'Contoso', defaultDomain: 'contoso.test' }],
    subscriptions: [
      { subscriptionId: ONE, displayName: 'First', tenantId: TENANT },
      { subscriptionId: TWO, displayName: 'Second', tenantId: TENANT },
    ],
    resourceGroups: [
      { subscriptionId: ONE, name: 'rg', location: 'westeurope' },
      { subscriptionId: TWO, name: 'rg', location: 'westeurope' },
    ],
    vaults: [],
    zones: [],
    locks: [],
    members: [],
    ...parts,
  };
}

export function zoneIn(
  subscriptionId: string,
  name: string,
  rest: Partial<ZoneResource> = {},
): ZoneResource {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Network/dnszones/${name}`,
    name,
    nameServers: NAME_SERVERS,
    registered: true,
    ...rest,
  };
}

export function vaultIn(subscriptionId: string, name: string): VaultResource {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
    name,
    location: 'westeurope',
    tenantId: TENANT,
    vaultUri: `https://${name}.vault.azure.net/`,
  };
}

export function assign(role: RoleName, scope: string): RoleAssignment {
  return { role, scope: scope.toLowerCase() };
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the caller has been given; everything by default. */
  readonly roles?: readonly RoleAssignment[];
  /** The verifier refuses the token for this. */
  readonly refused?: TokenRefused;
}

export interface Answer extends ApiResponse {
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON. */
  readonly json: unknown;
}

export interface TestArm extends ArmApi {
  readonly call: (call: Call) => Promise<Answer>;
  /** Milliseconds since the epoch; starts at START. */
  readonly clock: { now: number };
}

export const EVERYTHING: readonly RoleAssignment[] = [ONE, TWO].flatMap((id) => [
  assign('Reader', `/subscriptions/${id}`),
  assign('DNS Zone Contributor', `/subscriptions/${id}`),
]);

export function startArm(world: ArmWorld): TestArm {
  const clock = { now: START };
  const verdicts = new Map<string, Awaited<ReturnType<TokenVerifier>>>();
  const arm = createArmApi({
    world,
    verifyToken: (authorization) =>
      Promise.resolve(verdicts.get(authorization ?? '') ?? { failure: 'missing' }),
    now: () => clock.now,
  });
  const call = async ({ method = 'GET', path, body, headers, roles, refused }: Call) => {
    const token = `Bearer ${JSON.stringify(roles ?? EVERYTHING)}`;
    const caller = { principal: principal(roles ?? EVERYTHING), tenantId: TENANT };
    verdicts.set(token, refused ?? { caller });
    const response = await arm.api({
      method,
      url: new URL(path, 'https://management.azure.com'),
      headers: { authorization: token, ...headers },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    return { ...response, headers: response.headers ?? {}, json: jsonOf(response.body) };
  };
  return { ...arm, call, clock };
}

function principal(roles: readonly RoleAssignment[]): Principal {
  return {
    name: 'caller',
    clientId: 'c11e0000-0000-4000-8000-000000000001',
    objectId: CALLER,
    clientSecret: '',
    roles,
  };
}

/** As it comes over the wire: members without a value are not there. */
function jsonOf(body: unknown): unknown {
  if (body === undefined) return undefined;
  return JSON.parse(typeof body === 'string' ? body : JSON.stringify(body));
}

export interface Fixture {
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** A recorded exchange; placeholders of its subscription become `subscriptionId`. */
export function fixture(file: string, name: string, subscriptionId = ONE): Fixture {
  const path = new URL(`../../sandbox/fixtures/${file}.json`, import.meta.url);
  const text = readFileSync(path, 'utf8').replaceAll(/\{sub\}|SUBSCRIPTION_ID/g, subscriptionId);
  const found = (JSON.parse(text) as Record<string, Fixture>)[name];
  if (found === undefined) throw new Error(`${file}.json has no ${name}`);
  return found;
}

/** The same value with every ETag replaced: real ones are random. */
export function withoutEtags(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (key === 'etag' ? 'ETAG' : each)),
  );
}
