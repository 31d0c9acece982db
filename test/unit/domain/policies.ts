/** Policies of every shape, for properties that hold of all of them. */
import fc from 'fast-check';
import {
  KEY_USAGES,
  type CertificatePolicy,
  type OtherNames,
} from '../../../src/domain/certificate-policy.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
export const dnsName = fc.array(label, { minLength: 1, maxLength: 4 }).map((all) => all.join('.'));
const email = fc.tuple(label, dnsName).map(([mailbox, host]) => `${mailbox}@${host}`);
const uri = fc
  .tuple(fc.constantFrom('spiffe', 'https'), dnsName)
  .map((p) => `${p.join('://')}.example`);

const key = fc
  .oneof(
    fc.record({
      kty: fc.constantFrom('RSA', 'RSA-HSM'),
      size: fc.constantFrom(2048, 3072, 4096),
      curve: fc.constant(undefined),
    }),
    fc
      .record({
        kty: fc.constantFrom('EC', 'EC-HSM'),
        curve: fc.constantFrom('P-256', 'P-384', 'P-521', 'P-256K'),
        sized: fc.boolean(),
      })
      .map(({ kty, curve, sized }) => {
        const bits = curve === 'P-256K' ? 256 : Number(curve.slice(2));
        return { kty, curve, size: sized ? bits : undefined };
      }),
  )
  .chain((shape) =>
    fc.record({ exportable: fc.boolean(), reuse: fc.boolean() }).map(({ exportable, reuse }) => ({
      ...shape,
      exportable: exportable && !shape.kty.endsWith('-HSM'),
      reuse,
    })),
  );

const trigger = (months: number) =>
  fc.oneof(
    fc
      .integer({ min: 1, max: 99 })
      .map((lifetimePercentage) => ({ lifetimePercentage, daysBeforeExpiry: undefined })),
    fc
      .integer({ min: 1, max: 27 * months })
      .map((daysBeforeExpiry) => ({ daysBeforeExpiry, lifetimePercentage: undefined })),
  );

const actions = (months: number, issuer: string) =>
  fc
    .tuple(trigger(months), trigger(months), fc.subarray(['AutoRenew', 'EmailContacts']))
    .map(([first, second, names]) =>
      names
        .filter((action) => issuer !== 'Unknown' || action !== 'AutoRenew')
        .map((action, index) => ({ action, ...(index === 0 ? first : second) })),
    );

const distinct = (names: fc.Arbitrary<string>) => fc.uniqueArray(names, { maxLength: 4 });

const otherNames = fc
  .record<OtherNames>(
    {
      emails: distinct(email),
      upns: distinct(email),
      uris: distinct(uri),
      ipAddresses: distinct(fc.oneof(fc.ipV4(), fc.ipV6())),
    },
    { noNullPrototype: true },
  )
  .map((names) => (Object.values(names).some((list) => list.length > 0) ? names : undefined));

/** None of them is refused by the rules. */
export const soundPolicy: fc.Arbitrary<CertificatePolicy> = fc
  .record({
    issuer: fc.constantFrom('Self', 'Unknown', 'DigiCert-01'),
    months: fc.integer({ min: 1, max: 1200 }),
  })
  .chain(({ issuer, months }) =>
    fc
      .record({
        certificateType: fc.constantFrom(undefined, 'OV-SSL'),
        certificateTransparency: fc.constantFrom(undefined, true, false),
        subject: fc.constantFrom('CN=example.com', 'CN=a, O="A, Inc.", C=DE'),
        dnsNames: distinct(dnsName),
        otherNames,
        key,
        contentType: fc.constantFrom('application/x-pkcs12', 'application/x-pem-file'),
        ekus: fc.option(fc.subarray(['1.3.6.1.5.5.7.3.1', '2.999.1', '0.9']), { nil: undefined }),
        keyUsages: fc.option(fc.subarray([...KEY_USAGES]), { nil: undefined }),
        validityMonths: fc.constant(months),
        lifetimeActions: fc.option(actions(months, issuer), { nil: undefined }),
      })
      .map(
        ({
          certificateType,
          certificateTransparency,
          otherNames: others,
          ekus,
          keyUsages,
          lifetimeActions,
          ...rest
        }) => {
          const named = issuer === 'DigiCert-01';
          return {
            issuer,
            ...rest,
            ...(named && certificateType && { certificateType }),
            ...(named && certificateTransparency !== undefined && { certificateTransparency }),
            ...(others && { otherNames: others }),
            ...(ekus && { ekus }),
            ...(keyUsages && { keyUsages }),
            ...(lifetimeActions && { lifetimeActions }),
          };
        },
      ),
  );
