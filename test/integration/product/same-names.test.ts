/** The same names in several vaults count together at a CA: what has no room waits for its turn. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { World } from '../../sandbox/world.ts';
import { issuedBy } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

const VAULTS = ['contoso-prod', 'contoso-dev'];
const ACME = { 'kvcert-ca': 'letsencrypt profile=classic' };
const HOUR = 3_600_000;

/** Seven for the same names, due. */
const seeded = await Promise.all(
  Array.from({ length: 7 }, (_, index) =>
    seededCertificate(`n${index}`, { from: -70, to: 20 }, ACME, 'same.example.com'),
  ),
);

interface Row {
  readonly vault: string;
  readonly name: string;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly error?: { readonly message: string };
  readonly nextAttempt: string | null;
}

describe('more renewals for the same names than the CA allows', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCertificates });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const renewDue = async (): Promise<{ rows: readonly Row[]; orders: number }> => {
    const { result, log } = await requestsDuring(world.control, () =>
      world.run(
        ...['renew', '--due', '--vault', 'contoso-prod', '--vault', 'contoso-dev'],
        ...['--agree-terms', '--output', 'json'],
      ),
    );
    assert.equal(result.code, 0, result.stderr);
    return {
      rows: JSON.parse(result.stdout) as readonly Row[],
      orders: log.filter(({ path }) => path.endsWith('/order-plz')).length,
    };
  };

  const waiting = (rows: readonly Row[]) => rows.filter(({ outcome }) => outcome === 'skipped');

  it('are done as far as there is room; the others wait', async () => {
    const begun = Date.now();
    const { rows, orders } = await renewDue();
    assert.equal(rows.filter(({ outcome }) => outcome === 'renewed').length, 5);
    assert.equal(orders, 5);
    assert.deepEqual(
      waiting(rows).map(({ errorCode }) => errorCode),
      ['LimitSpent', 'LimitSpent'],
    );
    for (const { vault, name, nextAttempt, error } of waiting(rows)) {
      const hours = (Date.parse(nextAttempt ?? '') - begun) / HOUR;
      assert.ok(hours > 33.5 && hours < 33.8, nextAttempt ?? '');
      const [, subject, facts] =
        /^The renewal of (\S+) waits until .+ UTC: (.+)$/.exec(error?.message ?? '') ?? [];
      assert.equal(subject, `${vault}/${name}`);
      assert.equal(
        facts,
        "Let's Encrypt issues 5 certificates for exactly the same names in seven days, and 5 were issued from here, in whatever vault.",
      );
    }
  });

  it('go on waiting without asking the CA, and are no failures', async () => {
    const { rows, orders } = await renewDue();
    assert.deepEqual([rows.length, waiting(rows).length, orders], [2, 2, 0]);
    for (const { vault, name } of rows) {
      const { versions } = await world.control.certificate(vault, name);
      assert.equal(versions.at(-1)?.tags['kvcert-attempts'], undefined);
    }
    const history = await world.run('history', '--failed', '--output', 'json');
    assert.deepEqual(JSON.parse(history.stdout), { history: [], damagedLines: 0 });
  });

  it('are asked for at once where a person names them', async () => {
    const { rows } = await renewDue();
    const { vault, name } = rows[0] ?? { vault: '', name: '' };
    issuedBy(await world.run('renew', `${vault}/${name}`, '--output', 'json'));
    const { rows: left } = await renewDue();
    assert.deepEqual([left.length, waiting(left).length], [1, 1]);
  });
});

function withCertificates(world: World): World {
  return {
    ...world,
    vaults: world.vaults.map((vault) => {
      const place = VAULTS.indexOf(vault.name);
      const certificates = seeded.filter((_, index) => index % VAULTS.length === place);
      return place < 0 ? vault : { ...vault, certificates };
    }),
  };
}
