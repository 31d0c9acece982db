import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

/** Names, and where their values are written: `subscription's end/resource group/zone/record set`. */
const WRITTEN: readonly [string, readonly string[], readonly string[]][] = [
  [
    'the namesake that is delegated, in another subscription',
    ['www.example.net'],
    ['2/dns-dev/example.net/_acme-challenge.www'],
  ],
  [
    'where two CNAMEs lead to, by way of a second zone into a third',
    ['alias.example.com', '*.alias.example.com'],
    ['2/dns-dev/example.net/alias.challenges'],
  ],
  [
    'zones of two subscriptions, and a child zone beside its parent',
    ['one.example.com', 'one.example.org', 'one.shop.example.com'],
    [
      '1/dns/example.com/_acme-challenge.one',
      '1/dns/shop.example.com/_acme-challenge.one',
      '2/dns-dev/example.org/_acme-challenge.one',
    ],
  ],
  [
    'a zone that says how many values a set holds',
    ['a.limited.example'],
    ['1/dns/limited.example/_acme-challenge.a'],
  ],
];

const REFUSED: readonly [string, string, string, RegExp][] = [
  ['a CNAME that comes back to itself', 'loop.example.com', 'CnameLoop', /loop\.example\.org/],
  [
    'a CNAME into a zone that nobody has',
    'dangling.example.com',
    'ZoneNotFound',
    /_acme-challenge\.dangling\.example\.com/,
  ],
  [
    'a delegation to servers that know no such zone',
    'www.lost.example.com',
    'ZoneNotDelegated',
    /stands in the zone lost\.example\.com, which is delegated to ns1-12\.azure-dns\.com/,
  ],
];

/** Milliseconds: nobody waits for a propagation that cannot come. */
const SOON = { timeout: 40_000 };

describe('names as people delegate them', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: 'delegations' });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const create = (name: string, names: readonly string[]) =>
    world.run(
      ...['create', `contoso-prod/${name}`, ...names.flatMap((each) => ['--dns', each])],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );

  for (const [index, [where, names, expected]] of WRITTEN.entries()) {
    it(`are proven in ${where}`, async () => {
      const { result, log } = await requestsDuring(world.control, () =>
        create(`delegated-${index}`, names),
      );
      issuedBy(result);
      const written = log
        .filter(({ method, path }) => method === 'PUT' && path.includes('/TXT/'))
        .map(({ path }) => placeIn(path));
      assert.deepEqual(written.toSorted(), expected);
    });
  }

  for (const [what, name, errorCode, message] of REFUSED) {
    it(`are refused where there is ${what}, before anything is touched`, SOON, async () => {
      const { result, log } = await requestsDuring(world.control, () => create('never', [name]));
      const refusal = refusalOf(result, 1, errorCode);
      assert.match(refusal.message, message);
      assert.deepEqual(changes(log), []);
    });
  }
});

function placeIn(path: string): string {
  const pattern =
    /subscriptions\/(\d)[^/]*\/resourceGroups\/([^/]+)\/.*\/dnsZones\/(.+)\/TXT\/([^?]+)/i;
  const found = pattern.exec(path);
  assert.ok(found, path);
  return found.slice(1).join('/');
}
