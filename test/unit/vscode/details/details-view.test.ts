import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CertificateDetails } from '../../../../src/domain/certificate-details.ts';
import type { ExpiryState } from '../../../../src/domain/expiry.ts';
import type { Claim } from '../../../../src/domain/ownership.ts';
import { detailsPage, type LoadedVersions } from '../../../../src/vscode/details/details-view.ts';
import { isDetailsState } from '../../../../src/webview/details/details-protocol.ts';
import {
  DETAILS,
  FACTS,
  inDays,
  NOW,
  OPTIONS,
  SUBJECT,
  UNISSUED,
  VERSIONS,
} from './sample-details.ts';

const LOADED: LoadedVersions = { state: 'loaded', versions: VERSIONS };

function pageOf(change: Partial<CertificateDetails> = {}, versions = LOADED) {
  return detailsPage({ ...DETAILS, ...change }, versions, OPTIONS);
}

/** The values of a fact, by the headings of its section and itself. */
function valuesOf(
  { view }: ReturnType<typeof pageOf>,
  heading: string,
  label: string,
): readonly string[] | undefined {
  const section = view.sections.find((each) => each.heading === heading);
  return section?.facts.find((each) => each.label === label)?.values;
}

describe('the page of a certificate', () => {
  it('survives the protocol as it is', () => {
    for (const details of [DETAILS, UNISSUED]) {
      for (const versions of [LOADED, { state: 'loading' } as const]) {
        const { view } = detailsPage(details, versions, OPTIONS);
        const state: unknown = JSON.parse(
          JSON.stringify({ subject: SUBJECT, isLoading: false, view }),
        );
        assert.ok(isDetailsState(state));
        assert.deepEqual(state.view, view);
      }
    }
  });

  const facts: readonly [string, string, readonly string[]][] = [
    ['Names', 'DNS names', ['www.contoso.com', 'contoso.com', '*.shop.contoso.com']],
    ['Names', 'IP addresses', ['192.0.2.10']],
    ['Names', 'Subject', ['CN = www.contoso.com']],
    ['Names', 'Issuer', ['C = US', "O = Let's Encrypt", 'CN = R11']],
    ['Renewal', 'Certificate authority', ["Let's Encrypt"]],
    ['Renewal', 'Profile', ['classic']],
    ['Renewal', 'Account', ['https://acme.example/acct/1']],
    [
      'Fingerprints',
      'SHA-1 thumbprint',
      ['1A:2B:3C:4D:5E:6F:70:81:92:A3:B4:C5:D6:E7:F8:09:1A:2B:3C:4D'],
    ],
    ['Fingerprints', 'SHA-256 thumbprint', [Array(32).fill('AB').join(':')]],
    ['Validity and key', 'Valid from', ['2026-09-15 12:00 UTC']],
    ['Validity and key', 'Expires', ['2026-12-14 12:00 UTC']],
    ['Validity and key', 'Public key', ['RSA 2048']],
    [
      'Validity and key',
      'Signature algorithm',
      ['sha256WithRSAEncryption (1.2.840.113549.1.1.11)'],
    ],
    ['Validity and key', 'Self-signed', ['no']],
    ['Usage', 'Key usage', ['Digital signature', 'Key encipherment']],
    [
      'Usage',
      'Extended key usage',
      [
        'TLS server authentication (1.3.6.1.5.5.7.3.1)',
        'TLS client authentication (1.3.6.1.5.5.7.3.2)',
      ],
    ],
    ['Usage', 'May issue certificates', ['no']],
    ['Usage', 'Policies', ['Domain validated (2.23.140.1.2.1)']],
    ['Usage', 'OCSP stapling', ['not required']],
    ['Issuer and revocation', 'Certificate of the issuer', ['http://r11.i.lencr.org/']],
    ['Issuer and revocation', 'Revocation lists', ['http://r11.c.lencr.org/42.crl']],
    ['Issuer and revocation', 'Signed certificate timestamps', ['2']],
    [
      'Extensions',
      'In their order',
      [
        'keyUsage (2.5.29.15), critical',
        'subjectAltName (2.5.29.17)',
        '1.2.3.4',
        'certificatePolicies (2.5.29.32), cannot be read',
      ],
    ],
    ['Policy for the next version', 'Issuer', ['Unknown (signed outside of the vault)']],
    ['Policy for the next version', 'Key', ['RSA 2048']],
    ['Policy for the next version', 'Private key can be exported', ['yes']],
    ['Policy for the next version', 'Format of the secret', ['PKCS #12']],
    ['Policy for the next version', 'Validity asked for, in months', ['12']],
  ];
  for (const [heading, label, values] of facts) {
    it(`says under ${heading} for ${label}: ${values.join('; ')}`, () => {
      assert.deepEqual(valuesOf(pageOf(), heading, label), values);
    });
  }

  it('says what an authority, a stapling and an empty subject are', () => {
    const page = pageOf({
      facts: {
        ...FACTS,
        subjectName: [],
        basicConstraints: { ca: true, pathLength: 0 },
        mustStaple: true,
        sctCount: undefined,
      },
    });
    assert.deepEqual(valuesOf(page, 'Names', 'Subject'), ['empty']);
    assert.deepEqual(valuesOf(page, 'Usage', 'May issue certificates'), [
      'yes, with at most 0 further authorities below',
    ]);
    assert.deepEqual(valuesOf(page, 'Usage', 'OCSP stapling'), ['required']);
    assert.deepEqual(valuesOf(page, 'Issuer and revocation', 'Signed certificate timestamps'), [
      'none',
    ]);
  });

  it('shows a certificate that nobody has said anything of', () => {
    const { view } = pageOf({
      recipe: undefined,
      bundle: { ...DETAILS.bundle, policy: undefined, tags: {} },
    });
    const renewal = view.sections.find(({ heading }) => heading === 'Renewal');
    assert.match(renewal?.note ?? '', /A renewal asks for one/);
    assert.ok(!view.sections.some(({ heading }) => heading.startsWith('Policy')));
    assert.deepEqual(view.tags, []);
  });

  it('shows what was never issued without a certificate, versions and their identifiers', () => {
    const { view, copies } = detailsPage(UNISSUED, { state: 'loaded', versions: [] }, OPTIONS);
    assert.deepEqual(
      view.sections.map(({ heading }) => heading),
      ['Renewal', 'Identifiers', 'Policy for the next version'],
    );
    assert.equal(view.versions.chart, undefined);
    assert.deepEqual(view.versions.rows, []);
    assert.equal(view.pem, undefined);
    assert.deepEqual([...copies.keys()], ['certificate', 'secret', 'vault', 'vault-resource']);
  });
});

describe('what the copy buttons copy', () => {
  const { uri } = DETAILS.vault;
  const { version, name } = DETAILS.bundle;
  const table: readonly [string, string][] = [
    ['Copy certificate identifier without version', `${uri}/certificates/${name}`],
    ['Copy certificate identifier with version', `${uri}/certificates/${name}/${version}`],
    ['Copy secret identifier without version', `${uri}/secrets/${name}`],
    ['Copy secret identifier with version', `${uri}/secrets/${name}/${version}`],
    ['Copy vault address', uri],
    ['Copy resource ID of the vault', DETAILS.vault.id],
    ['Copy SHA-1 thumbprint', FACTS.thumbprint.toUpperCase()],
    ['Copy SHA-256 thumbprint', FACTS.thumbprintSha256.toUpperCase()],
    ['Copy serial number', FACTS.serialNumber.toUpperCase()],
    ['Copy DNS names', 'www.contoso.com\ncontoso.com\n*.shop.contoso.com'],
    ['Copy Certificate (PEM)', DETAILS.pem ?? ''],
    [`Copy thumbprint of version ${'d'.repeat(32)}`, 'd'.repeat(40)],
  ];
  const { view, copies } = pageOf();
  const targets = [
    ...view.sections.flatMap(({ facts }) => facts.map(({ copy }) => copy)),
    ...view.versions.rows.map(({ copy }) => copy),
    view.pem,
  ].filter((copy) => copy !== undefined);

  for (const [label, text] of table) {
    it(`is exact for "${label}"`, () => {
      const target = targets.find((each) => each.label === label);
      assert.ok(target);
      assert.equal(copies.get(target.id), text);
    });
  }

  it('is there for each button, and each button has a name of its own', () => {
    assert.ok(targets.every(({ id }) => copies.has(id)));
    assert.equal(new Set(targets.map(({ label }) => label)).size, targets.length);
    assert.equal(new Set(targets.map(({ id }) => id)).size, targets.length);
  });
});

describe('the standing of a certificate', () => {
  const table: readonly [ExpiryState, string, Partial<CertificateDetails['bundle']>, RegExp][] = [
    ['fine', 'Valid', { notAfter: inDays(80) }, /expires on 2027-02-10, in 80 days; .* due from/],
    ['soon', 'Expires soon', {}, /expires on 2026-12-14, in 22 days: .* 33 % are left/],
    ['urgent', 'Expires very soon', { notAfter: inDays(3) }, /in 3 days: at most 7 days are left/],
    ['expired', 'Expired', { notAfter: inDays(-3) }, /expired on 2026-11-19, 3 days ago/],
    ['disabled', 'Disabled', { enabled: false }, /is disabled, and expires on 2026-12-14/],
    ['unknown', 'Expiry unknown', { notAfter: undefined }, /no expiry date/],
    ['unknown', 'Expiry unknown', { notAfter: new Date(Number.NaN) }, /no expiry date/],
  ];
  for (const [state, title, change, sentence] of table) {
    it(`is "${title}" with its reason (${sentence.source})`, () => {
      const { standing } = pageOf({ bundle: { ...DETAILS.bundle, ...change } }).view;
      assert.deepEqual([standing.state, standing.title], [state, title]);
      assert.match(standing.sentences.join(' '), sentence);
    });
  }

  it('is said of what was never issued', () => {
    const { standing } = detailsPage(UNISSUED, LOADED, OPTIONS).view;
    assert.equal(standing.title, 'Not issued yet');
    assert.match(standing.sentences.join(' '), /nothing is under way/);
  });
});

describe('an operation under way', () => {
  const pending = {
    requestId: '4711',
    status: 'inprogress',
    statusDetails: '',
    cancellationRequested: false,
    issuer: 'Unknown',
    csr: undefined,
    error: undefined,
  };
  const claim: Claim = {
    run: 'b'.repeat(16),
    certificate: 'contoso-web/www-contoso-com',
    owner: 'ada@laptop',
    since: NOW.getTime() / 1000 - 60,
    until: NOW.getTime() / 1000 + 3600,
  };
  const table: readonly [string, Partial<CertificateDetails>, RegExp][] = [
    ['with a claim', { pending, claim }, /^ada@laptop is at work on it\. .* 2026-11-22 13:00 UTC/],
    ['before it is pending', { claim }, /^ada@laptop is at work on it\./],
    ['whose time is over', { claim: { ...claim, until: claim.since } }, /^ada@laptop was at work/],
    ['of nobody', { pending }, /^A new version is pending .* nobody/],
    ['of nobody, for the first time', { pending, facts: undefined }, /^The first version is/],
  ];
  for (const [what, change, notice] of table) {
    it(`is told of ${what}`, () => {
      const { notices } = pageOf(change).view;
      assert.equal(notices.length, 1);
      assert.match(notices[0] ?? '', notice);
    });
  }

  it('has its facts, and none where there is none', () => {
    const page = pageOf({ pending, claim });
    const heading = 'Operation under way';
    assert.deepEqual(valuesOf(page, heading, 'Who is at work'), ['ada@laptop']);
    assert.deepEqual(valuesOf(page, heading, 'Since'), ['2026-11-22 11:59 UTC']);
    assert.deepEqual(valuesOf(page, heading, 'Request'), ['4711']);
    assert.ok(!pageOf().view.sections.some((section) => section.heading === heading));
  });
});

describe('text from outside', () => {
  const EVIL = 'a\u202egnp.exe\u001b[31m\u0007\n\u2066fake: yes\u200b</b><img src=x>';
  const SHOWN =
    'a\\u{202e}gnp.exe\\u{1b}[31m\\u{7}\\u{a}\\u{2066}fake: yes\\u{200b}</b><img src=x>';

  it('is shown with what it hides, and copied as it is', () => {
    const page = pageOf({
      facts: {
        ...FACTS,
        subjectName: [[{ type: 'CN', oid: '2.5.4.3', value: EVIL }]],
        issuerName: [[{ type: EVIL, oid: EVIL, value: EVIL }]],
        alternativeNames: [
          { kind: 'dns', value: EVIL },
          { kind: 'uri', value: EVIL },
          { kind: 'other', value: EVIL },
        ],
        keyUsages: [EVIL],
        extendedKeyUsages: [{ oid: EVIL, name: EVIL }],
        policies: [{ oid: EVIL, name: EVIL, cps: [EVIL] }],
        crlUrls: [EVIL],
        ocspUrls: [EVIL],
        caIssuerUrls: [EVIL],
        signatureAlgorithm: { oid: EVIL, name: EVIL },
        extensions: [{ oid: EVIL, name: EVIL, critical: false, reading: 'other' }],
      },
      bundle: {
        ...DETAILS.bundle,
        tags: { [EVIL]: EVIL },
        policy: {
          ...(DETAILS.bundle.policy ?? assert.fail()),
          issuer: EVIL,
          subject: EVIL,
          dnsNames: [EVIL],
          contentType: EVIL,
          ekus: [EVIL],
        },
      },
      recipe: { ca: EVIL, profile: EVIL, account: EVIL },
      claim: { run: EVIL, certificate: EVIL, owner: EVIL, since: 0, until: 1 },
      pending: {
        ...{ requestId: EVIL, status: EVIL, issuer: EVIL, statusDetails: EVIL },
        ...{ cancellationRequested: false, csr: undefined, error: undefined },
      },
    });
    assert.deepEqual(page.view.tags, [{ name: SHOWN, value: SHOWN }]);
    assert.deepEqual(valuesOf(page, 'Names', 'DNS names'), [SHOWN]);
    assert.equal(page.copies.get('dns-names'), EVIL);
    const shown = JSON.stringify(page.view);
    assert.doesNotMatch(shown, /\\n|\\u00|\\u200b|\\u202e|[\p{Cc}\p{Cf}]/u);
    assert.ok(shown.split('gnp.exe').length > 25, 'hardly anything of it is shown');
  });

  it('may be times that do not exist', () => {
    const never = new Date(Number.NaN);
    const page = pageOf(
      {
        facts: { ...FACTS, notBefore: never, notAfter: never },
        claim: { run: 'b', certificate: 'c', owner: 'o', since: 8e15, until: 8e15 },
      },
      {
        state: 'loaded',
        versions: [{ ...(VERSIONS[0] ?? assert.fail()), notBefore: never, createdOn: never }],
      },
    );
    assert.equal(valuesOf(page, 'Validity and key', 'Expires'), undefined);
    assert.equal(page.view.versions.rows[0]?.created, '');
  });
});
