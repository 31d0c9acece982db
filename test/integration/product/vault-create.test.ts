/** Making vaults, by the built command line. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assign } from '../../sandbox/world-parts.ts';
import { refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

describe('making a vault', { concurrency: 2 }, () => {
  let world: ProductWorld;
  let subscription = '';
  let group = '';
  before(async () => {
    world = await startProductWorld({
      world: (usual) => {
        const [vault] = usual.vaults;
        assert.ok(vault);
        subscription = vault.subscriptionId;
        group = vault.resourceGroup;
        const scope = `/subscriptions/${subscription}`;
        return {
          ...usual,
          principals: usual.principals.map((principal) => {
            if (principal.name === 'operator') {
              const roles = ['Key Vault Contributor', 'User Access Administrator'] as const;
              const more = roles.map((role) => assign(role, scope));
              return { ...principal, roles: [...principal.roles, ...more] };
            }
            if (principal.name !== 'auditor') return principal;
            const more = assign('Key Vault Contributor', scope);
            return { ...principal, roles: [...principal.roles, more] };
          }),
        };
      },
    });
  });
  after(() => world.close());

  const args = (name: string, ...more: readonly string[]) => [
    ...['vault', 'create', name, '--resource-group', group, '--subscription', subscription],
    ...['--output', 'json', ...more],
  ];
  const run = (name: string, ...more: readonly string[]) => world.run(...args(name, ...more));
  const WHERE = ['--location', 'West Europe', '--no-purge-protection', '--yes'];
  const done = ({ code, stdout, stderr }: Ended): Readonly<Record<string, unknown>> => {
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  };

  it('makes one that goes by roles, and that its maker may use', async () => {
    const { created } = done(await run('made-here', ...WHERE, '--assign-me')) as {
      readonly created: { readonly uri: string; readonly isReady: boolean; readonly role: string };
    };
    assert.deepEqual(
      [created.uri, created.isReady, created.role],
      ['https://made-here.vault.azure.net', true, 'assigned'],
    );
    const self = ['--issuer', 'self', '--dns', 'a.example.com', '--output', 'json'];
    done(await world.run('create', 'made-here/first', ...self));
  });

  it('tells who may make vaults and give no roles how to be given one', async () => {
    const env = world.envOf('auditor');
    const ended = await world.runIn(env, ...args('roleless', ...WHERE, '--assign-me'));
    assert.equal(ended.code, 3, ended.stderr);
    const { created } = JSON.parse(ended.stdout) as {
      readonly created: { readonly role: string; readonly error: { readonly code: string } };
    };
    assert.deepEqual([created.role, created.error.code], ['failed', 'ArmForbidden']);
    assert.match(ended.stderr, /You could not be given the role\. .*roleAssignments\/write/);
    assert.match(ended.stderr, /az role assignment create --role 'Key Vault Certificates Officer'/);
  });

  it('only says what it would make', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      run('not-made', ...WHERE, '--check-only', '--sku', 'premium', '--retention-days', '7'),
    );
    const { checked } = done(result) as { readonly checked: object };
    assert.partialDeepStrictEqual(checked, {
      ...{ name: 'not-made', location: 'westeurope', tier: 'premium', retentionDays: 7 },
      purgeProtection: false,
    });
    assert.deepEqual(
      changes(log).filter((request) => request.includes('/not-made')),
      [],
    );
  });

  it('says that the name is taken where somebody was quicker', async () => {
    const match = { method: 'POST', path: 'checkNameAvailability' };
    const body = { nameAvailable: true };
    await world.control.fault({ kind: 'fail', status: 200, body, match, count: 1 });
    refusalOf(await run('contoso-dev', ...WHERE), 2, 'VaultNameTaken');
  });

  it('says what is wrong before anything is made', async () => {
    const taken = await run('contoso-prod', ...WHERE);
    assert.match(refusalOf(taken, 2, 'VaultNameTaken').message, /by a vault of anybody in Azure/);
    refusalOf(await run('no--name', ...WHERE), 2, 'InvalidVaultName');
    const nowhere = await run('nowhere', ...WHERE.with(1, 'westeurop'));
    const { remedies } = refusalOf(nowhere, 2, 'InvalidLocation');
    assert.deepEqual(
      remedies.map(({ text }) => text),
      ['Choose one such as westeurope.'],
    );
    const groupless = args('groupless', ...WHERE).with(4, 'rg-nowhere');
    refusalOf(await world.run(...groupless), 2, 'ResourceGroupNotFound');
    refusalOf(await run('keeps', ...WHERE, '--retention-days', '91'), 2, 'InvalidOption');
    const undecided = await run('undecided', '--location', 'westeurope', '--yes');
    assert.match(refusalOf(undecided, 2, 'InvalidUsage').message, /never be switched off again/);
    const unsure = await run('unsure', ...WHERE.slice(0, -1));
    assert.match(refusalOf(unsure, 2, 'InvalidUsage').message, /The vault unsure will be made/);
    const elsewhere = args('elsewhere', ...WHERE).with(6, 'nobody knows it');
    refusalOf(await world.run(...elsewhere), 2, 'SubscriptionNotFound');
  });
});
