import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { CertificateSnapshot, VaultSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import { errorOf, startPeople, VAULT, type People } from './people.ts';

const OPERATOR = 'operator@contoso.com';
const DAY = 86_400_000;

interface Item {
  readonly id: string;
  readonly attributes: { readonly enabled: boolean; readonly nbf: number; readonly exp: number };
  readonly tags?: Readonly<Record<string, string>>;
}

describe('the lived-in world', () => {
  let people: People;
  let token: string;
  before(async () => {
    people = await startPeople({ world: 'lived-in' });
    token = await people.tokenOf(OPERATOR, VAULT);
  });
  after(() => people.sandbox.close());

  const get = (vault: string, path: string, as = token) =>
    people.get(`https://${vault}.vault.azure.net/${path}?api-version=2025-07-01`, as);
  const list = async (vault: string, as = token) => {
    const { body } = await get(vault, 'certificates', as);
    return (body as { value: Item[] }).value;
  };
  const snapshot = async (vault: string): Promise<readonly CertificateSnapshot[]> => {
    const { body } = await people.control('GET', '/state');
    const { vaults } = body as { vaults: VaultSnapshot[] };
    return vaults.find((each) => each.vault === vault)?.certificates ?? [];
  };
  const daysLeft = ({ attributes }: Item) => Math.round((attributes.exp * 1000 - Date.now()) / DAY);

  it('holds certificates in every state, by the clock of the sandbox', async () => {
    const items = await list('contoso-prod');
    assert.deepEqual(
      items.map((item) => [item.id.split('/').at(-1), daysLeft(item), item.attributes.enabled]),
      [
        ['www-example-com', 70, true],
        ['api-example-com', 9, true],
        ['checkout-example-com', 3, true],
        ['legacy-example-com', -12, true],
        ['old-portal', 200, false],
        ['payments-example-com', 60, true],
        ['mail-example-com', 325, true],
        ['wildcard-shop-example-com', 30, true],
      ],
    );
    const renewable = items.find(({ id }) => id.endsWith('/api-example-com'));
    assert.deepEqual(renewable?.tags, { 'kvcert-ca': 'letsencrypt profile=classic' });
    assert.deepEqual(await list('contoso-empty'), []);
    const archive = await list('contoso-archive');
    assert.deepEqual(archive.map(daysLeft), [5]);
  });

  it('is real X.509: names, chain and key belong together', async () => {
    const { body } = await get('contoso-prod', 'certificates/api-example-com');
    const bundle = body as {
      readonly cer: string;
      readonly policy: {
        readonly key_props: { readonly kty: string };
        readonly x509_props: { readonly sans: object };
      };
    };
    const leaf = new X509Certificate(Buffer.from(bundle.cer, 'base64'));
    assert.equal(leaf.subjectAltName, 'DNS:api.example.com, DNS:api-v2.example.com');
    assert.match(leaf.issuer, /R77/);
    assert.equal(leaf.publicKey.asymmetricKeyType, 'rsa');
    assert.equal(bundle.policy.key_props.kty, 'RSA');
    assert.deepEqual(bundle.policy.x509_props.sans, {
      dns_names: ['api.example.com', 'api-v2.example.com'],
    });
    const other = await get('contoso-prod', 'certificates/mail-example-com');
    const self = new X509Certificate(Buffer.from((other.body as { cer: string }).cer, 'base64'));
    assert.ok(self.verify(self.publicKey));
    assert.equal(self.subjectAltName, 'DNS:test-machine.contoso.internal');
  });

  it('has a certificate with several versions, each made in its time', async () => {
    const { body } = await get('contoso-prod', 'certificates/payments-example-com/versions');
    const made = (body as { value: (Item & { attributes: { created: number } })[] }).value.map(
      ({ attributes }) => Math.round((Date.now() / 1000 - attributes.created) / 86_400),
    );
    assert.deepEqual(made, [200, 115, 30]);
  });

  it('has pending operations, one with a claim that has run out and one of another tool', async () => {
    const pending = async (vault: string) =>
      (await snapshot(vault)).filter((each) => each.pending?.status === 'inProgress');
    const [own] = await pending('contoso-prod');
    assert.equal(own?.name, 'beta-example-com');
    const claim = own.placeholder?.tags['kvcert-owner'] ?? '';
    const until = Number(/ until=(\d+) /.exec(claim)?.[1]);
    assert.ok(until > 0 && until * 1000 < Date.now(), claim);
    const [foreign] = await pending('contoso-dev');
    assert.equal(foreign?.name, 'handmade-example-org');
    assert.deepEqual(foreign.placeholder?.tags, { 'created-by': 'another tool' });
  });

  it('has texts that want to be more than text', async () => {
    const items = await list('contoso-dev');
    const hostile = items.filter(({ id }) => id.includes('/hostile-'));
    assert.equal(hostile.length, 3);
    const text = JSON.stringify(hostile.map(({ tags }) => tags));
    for (const sign of [
      '<img src=x onerror=',
      '\\u001b]0;',
      '](command:',
      '\u202e',
      '"__proto__":',
    ]) {
      assert.ok(text.includes(sign), sign);
    }
    const { body } = await get('contoso-dev', 'certificates/hostile-markup');
    const leaf = new X509Certificate(Buffer.from((body as { cer: string }).cer, 'base64'));
    assert.ok(leaf.raw.includes('<img src=x onerror='), leaf.subject);
  });

  it('shows nothing of a vault without rights, and what other tenants hold to their people', async () => {
    const refused = await get('fabrikam-locked', 'certificates');
    assert.equal(errorOf(refused).inner, 'ForbiddenByRbac');
    assert.equal((await snapshot('fabrikam-locked')).length, 1);
    const abroad = await people.tokenOf(OPERATOR, VAULT, { tenant: people.tenant.fabrikam });
    assert.deepEqual((await list('fabrikam-shared', abroad)).map(daysLeft), [60, 20]);
  });

  it('lets everybody do in the new vaults what he does in the others', () => {
    const { principals } = people.sandbox.ready;
    const rolesOf = (name: string) =>
      principals
        .find((each) => each.name === name)
        ?.roles.filter(({ scope }) => scope.endsWith('/contoso-archive'))
        .map(({ role }) => role);
    assert.deepEqual(rolesOf('operator'), ['Key Vault Certificates Officer']);
    assert.deepEqual(rolesOf('auditor'), ['Key Vault Certificate User']);
    assert.deepEqual(rolesOf('nobody'), []);
  });

  it('goes by the clock that the sandbox was started with', async () => {
    const start = Date.parse('2027-06-01T12:00:00Z');
    const other = await startPeople({ world: 'lived-in', now: () => start });
    try {
      const as = await other.tokenOf(OPERATOR, VAULT);
      const url = 'https://contoso-archive.vault.azure.net/certificates?api-version=2025-07-01';
      const { body } = await other.get(url, as);
      const [item] = (body as { value: Item[] }).value;
      assert.equal((item?.attributes.exp ?? 0) * 1000 - start, 5.25 * DAY);
    } finally {
      await other.sandbox.close();
    }
  });
});
