/** The default world as a team has it after some years: certificates in every state. */
import type { SeededCertificate, SeededOperation } from '../keyvault/seed.ts';
import { vault } from '../world-parts.ts';
import type { World } from '../world.ts';
import {
  createCertificateMaker,
  DAY,
  policyOf,
  type CertificateMaker,
  type CertificateWish,
} from './certificate-maker.ts';
import { hostileCertificates } from './hostile.ts';
import { withVaults } from './more-vaults.ts';

const MINUTE = 60_000;
/** So that a certificate with nine days left has nine days left all day. */
const MARGIN = DAY / 4;
const CLASSIC = { 'kvcert-ca': 'letsencrypt profile=classic' };
const TLSSERVER = { 'kvcert-ca': 'letsencrypt profile=tlsserver' };
const SHORTLIVED = { 'kvcert-ca': 'letsencrypt profile=shortlived' };

/** Vaults besides the default ones: one that nobody opens, one in which there is nothing. */
const ARCHIVE = 'contoso-archive';
const EMPTY = 'contoso-empty';

export async function livedInWorld(defaults: World, now: number): Promise<World> {
  const maker = await createCertificateMaker(now);
  const subscriptionId = defaults.vaults[0]?.subscriptionId ?? '';
  const world = withVaults(
    defaults,
    [ARCHIVE, EMPTY].map((name) => vault(name, subscriptionId, 'certificates')),
  );
  const contents = new Map<string, readonly SeededCertificate[]>([
    ['contoso-prod', await production(maker, now)],
    [
      'contoso-dev',
      [...(await development(maker, now)), ...(await hostileCertificates(maker, now))],
    ],
    [ARCHIVE, await seeds(maker, now, [archived])],
    ['fabrikam-locked', await seeds(maker, now, [{ ...archived, name: 'out-of-reach' }])],
    ['fabrikam-shared', await seeds(maker, now, FABRIKAM)],
    ['locked-prod', await seeds(maker, now, LOCKED)],
  ]);
  return {
    ...world,
    vaults: world.vaults.map((each) => ({
      ...each,
      certificates: contents.get(each.name) ?? [],
      operations: operations(now).get(each.name) ?? [],
    })),
  };
}

interface Seed extends Omit<CertificateWish, 'notBefore' | 'notAfter'> {
  readonly name: string;
  /** Days since the certificate was made, and days until it ends; negative once it has. */
  readonly age: number;
  readonly left: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
}

const PRODUCTION: readonly Seed[] = [
  {
    name: 'www-example-com',
    dnsNames: ['www.example.com', 'example.com'],
    keyType: 'rsa-2048',
    age: 20,
    left: 70,
    tags: { ...CLASSIC, team: 'web' },
  },
  {
    // The one to be renewed: its zone is here, its recipe is on it.
    name: 'api-example-com',
    dnsNames: ['api.example.com', 'api-v2.example.com'],
    keyType: 'rsa-2048',
    age: 81,
    left: 9,
    tags: CLASSIC,
  },
  {
    name: 'checkout-example-com',
    dnsNames: ['checkout.example.com'],
    age: 87,
    left: 3,
    tags: { ...CLASSIC, team: 'payments' },
  },
  { name: 'legacy-example-com', dnsNames: ['legacy.example.com'], age: 377, left: -12 },
  { name: 'old-portal', dnsNames: ['portal.example.com'], age: 165, left: 200, enabled: false },
  // Three versions, the newest last.
  { name: 'payments-example-com', ...payments(), age: 200, left: -110 },
  { name: 'payments-example-com', ...payments(), age: 115, left: -25 },
  { name: 'payments-example-com', ...payments(), age: 30, left: 60 },
  {
    name: 'mail-example-com',
    dnsNames: ['test-machine.contoso.internal'],
    selfSigned: true,
    age: 40,
    left: 325,
  },
  {
    name: 'wildcard-shop-example-com',
    dnsNames: ['*.shop.example.com', 'shop.example.com'],
    age: 15,
    left: 30,
    tags: TLSSERVER,
  },
];

const DEVELOPMENT: readonly Seed[] = [
  {
    name: 'dev-example-org',
    dnsNames: ['dev.example.org'],
    age: 10,
    left: 35,
    tags: { 'kvcert-ca': 'letsencrypt-staging profile=tlsserver' },
  },
  {
    // 160 hours in all, of which 2.2 days are left.
    name: 'short-example-org',
    dnsNames: ['short.example.org'],
    age: 160 / 24 - 2.2,
    left: 2.2,
    tags: SHORTLIVED,
  },
];

/** Alone in a vault that nobody opens. */
const archived: Seed = {
  name: 'archive-example-com',
  dnsNames: ['archive.example.com'],
  age: 85,
  left: 5,
  tags: CLASSIC,
};

const FABRIKAM: readonly Seed[] = [
  {
    name: 'www-fabrikam-example',
    dnsNames: ['www.fabrikam.example'],
    age: 30,
    left: 60,
    tags: CLASSIC,
  },
  { name: 'partner-portal', dnsNames: ['partners.fabrikam.example'], age: 70, left: 20 },
];

const LOCKED: readonly Seed[] = [
  { name: 'locked-service', dnsNames: ['service.locked.example'], age: 50, left: 40 },
];

function payments() {
  return { dnsNames: ['payments.example.com'] as const, tags: CLASSIC };
}

function production(maker: CertificateMaker, now: number) {
  return seeds(maker, now, PRODUCTION);
}

function development(maker: CertificateMaker, now: number) {
  return seeds(maker, now, DEVELOPMENT);
}

function seeds(
  maker: CertificateMaker,
  now: number,
  list: readonly Seed[],
): Promise<readonly SeededCertificate[]> {
  return Promise.all(
    list.map(async ({ name, age, left, tags, enabled = true, ...wish }) => {
      const notBefore = now - age * DAY;
      return {
        name,
        ...(await maker.make({ ...wish, notBefore, notAfter: now + left * DAY + MARGIN })),
        ...(tags === undefined ? {} : { tags }),
        enabled,
        createdAt: notBefore + 5 * MINUTE,
      };
    }),
  );
}

/** An issuance of the product's that its owner has not come back to, and one of another tool. */
function operations(now: number): ReadonlyMap<string, readonly SeededOperation[]> {
  const since = Math.floor((now - 120 * MINUTE) / 1000);
  const claim = [
    'run=5eed5eed5eed5eed',
    `since=${since}`,
    `until=${since + 3600}`,
    'by=operator@laptop',
    'for=contoso-prod/beta-example-com',
  ].join(' ');
  return new Map([
    [
      'contoso-prod',
      [
        {
          name: 'beta-example-com',
          policy: policyOf({ dnsNames: ['beta.example.com'], keyType: 'rsa-2048' }),
          tags: { ...CLASSIC, 'kvcert-owner': claim },
          startedAt: now - 120 * MINUTE,
        },
      ],
    ],
    [
      'contoso-dev',
      [
        {
          name: 'handmade-example-org',
          policy: policyOf({ dnsNames: ['handmade.example.org'], keyType: 'rsa-2048' }),
          tags: { 'created-by': 'another tool' },
          startedAt: now - 3 * DAY,
        },
      ],
    ],
  ]);
}
