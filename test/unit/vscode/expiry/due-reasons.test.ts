import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CertificateSummary } from '../../../../src/domain/key-vault.ts';
import type { RenewalDecision } from '../../../../src/domain/renewal-decision.ts';
import { english } from '../../../../src/domain/translate.ts';
import { DueReasons } from '../../../../src/vscode/expiry/due-reasons.ts';
import { certificateNamed, NOW, vaultNamed } from '../fake-directory.ts';

const REF = {
  ...{ directory: 'anna/tenant', vaultId: vaultNamed('contoso').id, vault: 'contoso', name: 'www' },
};
const OURS = { tags: { 'kvcert-ca': 'letsencrypt' } };
const WINDOW: RenewalDecision = {
  kind: 'now',
  reason: { kind: 'window', since: new Date(NOW - 7_200_000) },
};
const SHARE = 'Two thirds of its lifetime were over 10 days ago.';

function sentence(
  reasons: DueReasons,
  certificate: CertificateSummary,
  after = 0,
): string | undefined {
  return reasons.sentence(REF, certificate, new Date(NOW + after), english);
}

describe('why a certificate is due', () => {
  it('is what the listing tells, as long as nobody has asked', () => {
    const reasons = new DueReasons();
    assert.equal(sentence(reasons, certificateNamed('www', 20, OURS)), SHARE);
    const bot = certificateNamed('www', 20, { tags: { Issuer: 'Acmebot' } });
    assert.equal(sentence(reasons, bot), 'Acmebot renews it.');
    const attempts = `failed=1 last=${NOW / 1000} code=RateLimited`;
    const waits = { tags: { ...OURS.tags, 'kvcert-attempts': attempts } };
    assert.match(
      sentence(reasons, certificateNamed('www', 20, waits), 1000) ?? '',
      /^An attempt has failed \(RateLimited\); the next one follows on /,
    );
  });

  it('is not guessed where the listing does not say who renews it', () => {
    assert.equal(sentence(new DueReasons(), certificateNamed('www', 20)), undefined);
  });

  it('is what the engine has found, of this version, whichever account has asked', () => {
    const reasons = new DueReasons();
    const certificate = certificateNamed('www', 20, OURS);
    const { thumbprint } = certificate;
    const ref = { ...REF, directory: 'bert/tenant', vaultId: REF.vaultId.toUpperCase() };
    reasons.learn([{ ref, thumbprint, decision: WINDOW }], []);
    assert.equal(sentence(reasons, certificate), "The CA's renewal window opened 2 hours ago.");
    assert.equal(sentence(reasons, { ...certificate, thumbprint: 'cd'.repeat(20) }), SHARE);
  });

  it('is not what was to come once that has come', () => {
    const reasons = new DueReasons();
    const certificate = certificateNamed('www', 20, OURS);
    const at = new Date(NOW + 60_000);
    const decision: RenewalDecision = { kind: 'later', at, reason: { kind: 'window' } };
    reasons.learn([{ ref: REF, thumbprint: certificate.thumbprint, decision }], []);
    assert.match(sentence(reasons, certificate) ?? '', /^It is due on /);
    assert.equal(sentence(reasons, certificate, 60_000), SHARE);
  });

  it('is forgotten where a later look through its vault does not name it', () => {
    const reasons = new DueReasons();
    const certificate = certificateNamed('www', 80, OURS);
    const { thumbprint } = certificate;
    const isDue = () => reasons.isDue(REF, certificate, new Date(NOW));
    assert.equal(isDue(), false);
    reasons.learn([{ ref: REF, thumbprint, decision: WINDOW }], [REF.vaultId]);
    assert.equal(isDue(), true);
    reasons.learn([], [vaultNamed('fabrikam').id]);
    assert.equal(isDue(), true, 'another vault was looked through');
    reasons.learn([], [REF.vaultId.toUpperCase()]);
    assert.equal(isDue(), false);
    const at = new Date(NOW + 60_000);
    const waits: RenewalDecision = { kind: 'later', at, reason: { kind: 'window' } };
    reasons.learn([{ ref: REF, thumbprint, decision: waits }], []);
    assert.equal(isDue(), false);
  });
});
