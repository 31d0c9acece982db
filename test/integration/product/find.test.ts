/** Finding certificates, and the inventory of all, by the built command line. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld, type ProductWorld } from './product-world.ts';
import { requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

interface Found {
  readonly certificates: readonly {
    readonly vault: string;
    readonly name: string;
    readonly thumbprint: string;
    readonly thumbprintSha256: string;
  }[];
  readonly failures: readonly { readonly vault: string }[];
}

describe('looking for certificates', () => {
  let world: ProductWorld;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvcert-find-'));
    const dates = { from: -10, to: 80 };
    const formula = { owner: '=HYPERLINK("https://evil.example","click")' };
    const prod = [
      await seededCertificate('shop', dates, { team: 'web' }, ['shop.example.com']),
      await seededCertificate('wild', dates, formula, ['*.example.com']),
    ];
    const dev = [await seededCertificate('shop-dev', dates, {}, ['dev.example.net'])];
    world = await startProductWorld({
      world: (usual) => ({
        ...usual,
        vaults: usual.vaults.map((vault) => {
          if (vault.name === 'contoso-prod') return { ...vault, certificates: prod };
          return vault.name === 'contoso-dev' ? { ...vault, certificates: dev } : vault;
        }),
      }),
    });
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await world.close();
  });

  const VAULTS = ['--vault', 'contoso-prod', '--vault', 'contoso-dev'];
  const foundBy = ({ code, stdout, stderr }: Ended): Found => {
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    return JSON.parse(stdout) as Found;
  };
  const find = async (...args: readonly string[]): Promise<readonly string[]> => {
    const found = foundBy(await world.run('find', ...args, ...VAULTS, '--output', 'json'));
    return found.certificates.map(({ vault, name }) => `${vault}/${name}`);
  };

  it('finds by name, SAN, wildcard, tag, issuer and thumbprint in all vaults', async () => {
    const SHOP = 'contoso-prod/shop';
    const WILD = 'contoso-prod/wild';
    const DEV = 'contoso-dev/shop-dev';
    assert.deepEqual(await find('SHOP'), [DEV, SHOP]);
    assert.deepEqual(await find('shop.example.com'), [SHOP, WILD]);
    assert.deepEqual(await find('--dns', 'www.example.com'), [WILD]);
    assert.deepEqual(await find('--name', 'shop', '--dns', 'example.com'), [SHOP]);
    assert.deepEqual(await find('--tag', 'TEAM=Web'), [SHOP]);
    assert.deepEqual(await find('--issuer', 'cn=dev.example.net'), [DEV]);
    assert.deepEqual(await find('nothing-of-the-kind'), []);
    const all = foundBy(await world.run('find', 'shop', ...VAULTS, '--output', 'json'));
    const [dev] = all.certificates;
    assert.deepEqual(await find('--thumbprint', dev?.thumbprint.toUpperCase() ?? ''), [DEV]);
    assert.deepEqual(await find('--thumbprint', dev?.thumbprintSha256 ?? ''), [DEV]);
  });

  it('reads only what the listing does not rule out', async () => {
    const { log } = await requestsDuring(world.control, () => find('--tag', 'team'));
    const read = log.filter(({ path }) => /^\/certificates\/[\w-]+\//.test(path));
    assert.deepEqual(
      read.filter(({ status }) => status === 200).map(({ path }) => path.replace(/\?.*/, '')),
      ['/certificates/shop/'],
    );
  });

  it('says what it does not understand', async () => {
    for (const args of [[], ['--thumbprint', '12'], ['--tag', '=x'], ['--vault', 'x y', 'z']]) {
      const ended = await world.run('find', ...args, '--output', 'json');
      assert.equal(ended.code, 2, ended.stdout);
    }
    refusalOf(await world.run('find', '--output', 'json'), 2, 'InvalidUsage');
  });

  it('writes an inventory that no spreadsheet takes for formulas, for its owner alone', async () => {
    const file = join(folder, 'inventory.csv');
    const ended = await world.run('inventory', ...VAULTS, '--to', file);
    assert.equal(ended.stdout, `Wrote 3 certificates to ${file}.\n`);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const [head, ...rows] = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
    assert.match(head ?? '', /^vault,name,version,state,enabled,subject,names,issuer,/);
    assert.equal(rows.length, 3);
    assert.match(rows[2] ?? '', /,"owner==HYPERLINK\(""https:\/\/evil\.example"",""click""\)"$/);
    const { stdout } = await world.run('inventory', ...VAULTS);
    assert.equal(stdout.replace(/\n$/, '\r\n'), await readFile(file, 'utf8'));
    const json = foundBy(await world.run('inventory', ...VAULTS, '--output', 'json'));
    assert.equal(json.certificates.length, 3);
    refusalOf(await world.run('inventory', '--to', file, '--output', 'json'), 2, 'InvalidOption');
  });

  it('finds in the others where one vault cannot be read', async () => {
    const ended = await world.run('find', 'shop', '--output', 'json');
    assert.equal(ended.code, 3, ended.stdout);
    const { certificates, failures } = JSON.parse(ended.stdout) as Found;
    assert.equal(certificates.length, 2);
    assert.deepEqual(
      failures.map(({ vault }) => vault),
      ['fabrikam-locked'],
    );
  });
});
