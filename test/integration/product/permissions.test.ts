import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Principal, RoleAssignment } from '../../sandbox/principals.ts';
import type { World } from '../../sandbox/world.ts';
import { vaultId, zoneId } from '../../sandbox/world.ts';
import { issuedBy, refusalOf, type Refusal } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';

describe('a role that is missing', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withMorePrincipals });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const createAs = (principal: string, target: string, ...more: readonly string[]) =>
    world.runIn(
      world.envOf(principal),
      ...['create', target, '--dns', 'www.example.com', '--key', 'ec-p256'],
      ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json', ...more],
    );
  /** Runs it, and no request that changes anything may have been made. */
  const refusedAtOnce = async (
    work: () => ReturnType<typeof createAs>,
    ...[exitCode, errorCode]: readonly [number, string]
  ): Promise<Refusal> => {
    const { result, log } = await requestsDuring(world.control, work);
    const refusal = refusalOf(result, exitCode, errorCode);
    assert.deepEqual(changes(log), []);
    return refusal;
  };

  it('on everything: there is no vault to be seen', async () => {
    const { details } = await refusedAtOnce(
      () => createAs('nobody', `${VAULT}/x`),
      ...([2, 'VaultNotFound'] as const),
    );
    assert.deepEqual(details, { vault: VAULT, visible: 0 });
  });

  it('on the vault: says which action is not allowed and how to grant it', async () => {
    const { details, remedies, message } = await refusedAtOnce(
      () => createAs('operator', 'fabrikam-locked/x'),
      ...([1, 'VaultForbidden'] as const),
    );
    assert.equal(details['gate'], 'rbac');
    assert.equal(details['action'], 'Microsoft.KeyVault/vaults/certificates/read');
    assert.match(message, /no role in the vault fabrikam-locked/);
    assert.match(
      remedies[0]?.command ?? '',
      /^az role assignment create --role 'Key Vault Certificates Officer' /,
    );
  });

  it('on the zones: none of them can be seen', async () => {
    const { details } = await refusedAtOnce(
      () => createAs('blind', `${VAULT}/x`),
      ...([1, 'ZoneNotFound'] as const),
    );
    assert.deepEqual(details, { name: '_acme-challenge.www.example.com', visibleZones: 0 });
  });

  it('to write to the zone: nothing is changed in Azure', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      createAs('without-zones', `${VAULT}/x`),
    );
    const { details, remedies } = refusalOf(result, 1, 'ArmForbidden');
    assert.equal(details['action'], 'Microsoft.Network/dnsZones/TXT/write');
    assert.match(remedies[0]?.command ?? '', /^az role assignment create --role 'DNS Zone /);
    const azure = changes(log.filter(({ api, status }) => api !== 'acme' && (status ?? 0) < 400));
    assert.deepEqual(azure, []);
  });

  it('to create in the vault: the challenge values are taken back', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      createAs('vault-reader', `${VAULT}/x`),
    );
    const { details } = refusalOf(result, 1, 'VaultForbidden');
    assert.equal(details['action'], 'Microsoft.KeyVault/vaults/certificates/create/action');
    const vault = changes(log.filter(({ api, status }) => api === 'keyvault' && status !== 403));
    assert.deepEqual(vault, []);
  });

  it('on one of two zones: neither keeps a value', async () => {
    const { result } = await requestsDuring(world.control, () =>
      createAs('one-zone', `${VAULT}/x`, '--dns', 'www.example.org'),
    );
    const { details } = refusalOf(result, 1, 'ArmForbidden');
    assert.match(String(details['scope']), /example\.org/i);
  });

  it('on other zones does not matter', async () => {
    issuedBy(await createAs('one-zone', `${VAULT}/mine`));
  });

  it('is told to people with the remedy', async () => {
    const { code, stdout, stderr } = await world.run('show', 'fabrikam-locked/x');
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^kvcert: The signed-in account has no role in the vault fabrikam-locked/);
    assert.match(stderr, /\n {2}- Grant the role .+\n {6}az role assignment create /);
  });
});

function withMorePrincipals(world: World): World {
  const [vault] = world.vaults;
  const [zone] = world.zones;
  assert.ok(vault && zone);
  const prod = `/subscriptions/${vault.subscriptionId}`;
  const officer = at('Key Vault Certificates Officer', vaultId(vault));
  const everywhere = world.subscriptions.map(({ id }) => at('Reader', `/subscriptions/${id}`));
  return {
    ...world,
    principals: [
      ...world.principals,
      person('without-zones', '0011', [at('Reader', prod), officer]),
      person('blind', '0012', [at('Reader', vaultId(vault)), officer]),
      person('vault-reader', '0013', [
        ...everywhere,
        at('Key Vault Reader', vaultId(vault)),
        at('DNS Zone Contributor', zoneId(zone)),
      ]),
      person('one-zone', '0014', [
        ...everywhere,
        officer,
        at('DNS Zone Contributor', zoneId(zone)),
      ]),
    ],
  };
}

function at(role: RoleAssignment['role'], scope: string): RoleAssignment {
  return { role, scope: scope.toLowerCase() };
}

function person(name: string, number: string, roles: readonly RoleAssignment[]): Principal {
  return {
    name,
    clientId: `c11e0000-0000-4000-8000-00000000${number}`,
    objectId: `0b1ec000-0000-4000-8000-00000000${number}`,
    clientSecret: `secret-of-${name}`,
    roles,
  };
}
