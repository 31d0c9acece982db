import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';

/** Three base64url parts with a JSON object in front: an access token, or a JWS in one piece. */
const TOKEN = /eyJ[\w-]{10,}\.[\w-]+\.[\w-]+/;

describe('what the product says and writes down', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  it('holds no token, client secret or account key, whatever was refused and repeated', async () => {
    const trouble = [
      { kind: 'fail', status: 503, match: { api: 'arm', method: 'PUT' } },
      { kind: 'fail', status: 503, match: { api: 'keyvault', method: 'PATCH' } },
      { kind: 'drop', match: { api: 'keyvault', method: 'GET' }, nth: 2 },
      { kind: 'fail', status: 500, match: { api: 'acme', path: '^/order-plz' } },
    ];
    for (const fault of trouble) await world.control.fault(fault);
    const { code, stdout, stderr } = await world.run(
      ...['create', 'contoso-prod/secrets', '--dns', 'example.com', '--profile', 'tlsserver'],
      ...['--agree-terms', '--verbose'],
    );
    assert.equal(code, 0, stderr);
    const applied = (await world.control.log()).flatMap(({ faults }) => faults);
    assert.equal(applied.length, trouble.length, 'requests that went wrong');
    assert.match(stderr, /retrying/);

    const failed = await world.run('list', '--vault', 'fabrikam-locked', '--verbose');
    assert.equal(failed.code, 1, failed.stderr);

    const accounts = await filesBelow(join(world.stateFolder, 'accounts'));
    assert.equal(accounts.size, 1);
    const { key } = JSON.parse([...accounts.values()].join('')) as { readonly key: string };
    const secrets = [world.env['AZURE_CLIENT_SECRET'] ?? assert.fail(), ...keyMaterial(key)];
    const texts = new Map([
      ['stdout', stdout + failed.stdout],
      ['stderr', stderr + failed.stderr],
      ...(await filesBelow(world.stateFolder)),
    ]);
    for (const file of accounts.keys()) assert.ok(texts.delete(file));
    for (const [where, text] of texts) {
      assert.ok(!TOKEN.test(text), `a token in ${where}:\n${text}`);
      assert.ok(!secrets.some((secret) => text.includes(secret)), `a secret in ${where}:\n${text}`);
    }
  });
});

/** The lines of the PEM that are nobody else's: not the frame, and not what all keys begin with. */
function keyMaterial(pem: string): readonly string[] {
  const lines = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  assert.ok(lines.length > 1, pem);
  return lines.slice(1);
}

async function filesBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)),
  );
}
