import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  KNOWN_CAS,
  caNameOf,
  isKnownCa,
  requireAcceptedKey,
  requireAcceptedNameCount,
  resolveCa,
} from '../../../src/domain/certificate-authorities.ts';
import { KEY_TYPES } from '../../../src/domain/key-type.ts';
import { isCertError } from '../../../src/domain/errors.ts';

const PRODUCTION = 'https://acme-v02.api.letsencrypt.org/directory';
const DIGICERT = 'https://acme.digicert.com/v2/acme/directory/';
const SECTIGO = 'https://acme.enterprise.sectigo.com/';
const PRIVATE = 'https://ca.corp.example:8443/acme/acme/directory';

describe('resolveCa', () => {
  const CASES: readonly [choice: string, id: string | undefined, name: string, url: string][] = [
    ['letsencrypt', 'letsencrypt', "Let's Encrypt", PRODUCTION],
    [' LetsEncrypt ', 'letsencrypt', "Let's Encrypt", PRODUCTION],
    [
      'letsencrypt-staging',
      'letsencrypt-staging',
      "Let's Encrypt (staging)",
      'https://acme-staging-v02.api.letsencrypt.org/directory',
    ],
    [PRODUCTION, 'letsencrypt', "Let's Encrypt", PRODUCTION],
    [
      'HTTPS://ACME-V02.api.letsencrypt.org/directory#x',
      'letsencrypt',
      "Let's Encrypt",
      PRODUCTION,
    ],
    [PRIVATE, PRIVATE, 'ca.corp.example:8443', PRIVATE],
    ['google', 'google', 'Google Trust Services', 'https://dv.acme-v02.api.pki.goog/directory'],
    [
      'google-test',
      'google-test',
      'Google Trust Services (test)',
      'https://dv.acme-v02.test-api.pki.goog/directory',
    ],
    ['zerossl', 'zerossl', 'ZeroSSL', 'https://acme.zerossl.com/v2/DV90'],
    ['sslcom-ecc', 'sslcom-ecc', 'SSL.com (ECC)', 'https://acme.ssl.com/sslcom-dv-ecc'],
    ['sslcom-rsa', 'sslcom-rsa', 'SSL.com (RSA)', 'https://acme.ssl.com/sslcom-dv-rsa'],
    ['actalis', 'actalis', 'Actalis', 'https://acme-api.actalis.com/acme/directory'],
    [DIGICERT, DIGICERT, 'DigiCert (acme.digicert.com)', DIGICERT],
    [SECTIGO, SECTIGO, 'Sectigo (acme.enterprise.sectigo.com)', SECTIGO],
  ];
  for (const [choice, id, name, directoryUrl] of CASES) {
    it(`finds ${name} by ${choice}`, () => {
      assert.deepEqual(resolveCa(choice), { id, name, directoryUrl });
    });
  }

  for (const choice of ['', 'letsencript', 'http://ca.example/dir', 'https://u:p@ca.example/dir']) {
    it(`refuses ${JSON.stringify(choice)}`, () => {
      assert.throws(
        () => resolveCa(choice),
        (error) =>
          isCertError(error, 'InvalidCa') &&
          error.facts.known.join() === KNOWN_CAS.map(({ id }) => id).join(),
      );
    });
  }

  it('finds every known CA by its id and by its URL', () => {
    for (const { id, directoryUrl } of KNOWN_CAS) {
      assert.equal(resolveCa(id).directoryUrl, directoryUrl);
      assert.equal(resolveCa(directoryUrl).id, id);
    }
  });
});

describe('caNameOf', () => {
  it('is the name, the host, or what there is', () => {
    assert.equal(caNameOf(PRODUCTION), "Let's Encrypt");
    assert.equal(caNameOf(PRIVATE), 'ca.corp.example:8443');
    assert.equal(caNameOf('nonsense'), 'nonsense');
  });

  it('is a CA’s own at its hosts alone', () => {
    assert.equal(caNameOf(DIGICERT), 'DigiCert (acme.digicert.com)');
    assert.equal(caNameOf('https://sectigo.com/v2/DV'), 'Sectigo (sectigo.com)');
    for (const host of ['notdigicert.com', 'digicert.com.example', 'acme-digicert.com']) {
      assert.equal(caNameOf(`https://${host}/directory`), host);
    }
  });
});

describe('the catalogue', () => {
  it('has each CA once', () => {
    for (const member of ['id', 'name', 'directoryUrl'] as const) {
      assert.equal(new Set(KNOWN_CAS.map((ca) => ca[member])).size, KNOWN_CAS.length);
    }
  });

  it('says where trials belong, and which CAs want an external account', () => {
    const idsOf = (has: (ca: (typeof KNOWN_CAS)[number]) => boolean) =>
      KNOWN_CAS.filter(has).map(({ id }) => id);
    assert.deepEqual(
      idsOf(({ isStaging }) => isStaging),
      ['letsencrypt-staging', 'google-test'],
    );
    assert.deepEqual(
      idsOf(({ eabGuide }) => eabGuide === undefined),
      ['letsencrypt', 'letsencrypt-staging'],
    );
    for (const { eabGuide = 'https://none.example/' } of KNOWN_CAS) {
      assert.match(eabGuide, /^https:\/\//);
    }
  });

  it('does not take a host of theirs for a CA that needs no confirmation', () => {
    assert.equal(isKnownCa(resolveCa(DIGICERT)), false);
    assert.equal(isKnownCa(resolveCa('google')), true);
  });
});

describe('requireAcceptedKey', () => {
  for (const keyType of KEY_TYPES) {
    it(`takes ${keyType} to Let's Encrypt`, () => {
      requireAcceptedKey(resolveCa('letsencrypt'), keyType);
    });
  }

  it('does not take P-521 to it', () => {
    assert.throws(
      () => {
        requireAcceptedKey(resolveCa('letsencrypt-staging'), 'ec-p521');
      },
      (error) => isCertError(error, 'KeyTypeRefusedByCa') && error.facts.accepted.length === 5,
    );
  });

  it('names keys in an HSM instead of one', () => {
    assert.throws(
      () => {
        requireAcceptedKey(resolveCa('letsencrypt'), 'ec-p521-hsm');
      },
      (error) =>
        isCertError(error, 'KeyTypeRefusedByCa') && error.facts.accepted.includes('ec-p384-hsm'),
    );
  });

  it('lets other CAs decide themselves', () => {
    requireAcceptedKey(resolveCa(PRIVATE), 'ec-p521');
    requireAcceptedKey(resolveCa('zerossl'), 'ec-p521');
  });
});

describe('requireAcceptedNameCount', () => {
  const CASES: readonly [profile: string | undefined, limit: number][] = [
    [undefined, 100],
    ['classic', 100],
    ['tlsserver', 25],
    ['shortlived', 25],
  ];
  for (const [profile, limit] of CASES) {
    it(`takes ${limit} names with ${profile ?? 'no profile'}`, () => {
      const ca = resolveCa('letsencrypt');
      requireAcceptedNameCount(ca, limit, profile);
      assert.throws(
        () => {
          requireAcceptedNameCount(ca, limit + 1, profile);
        },
        (error) => isCertError(error, 'TooManyDnsNames') && error.facts.limit === limit,
      );
    });
  }

  it('lets other CAs decide themselves', () => {
    requireAcceptedNameCount(resolveCa(PRIVATE), 1000, undefined);
    requireAcceptedNameCount(resolveCa('actalis'), 1000, 'tlsserver');
  });
});
