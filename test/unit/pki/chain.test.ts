import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { chainProblem } from '../../../src/pki/chain.ts';
import { makeCertificate, makeKeys, type Issued } from './test-certificates.ts';

describe('chainProblem', () => {
  let root: Issued;
  let intermediate: Issued;
  let leaf: Issued;

  before(async () => {
    root = await makeCertificate({
      subject: 'CN=Root',
      ca: true,
      keys: await makeKeys('RSA-2048'),
    });
    intermediate = await makeCertificate({ subject: 'CN=Intermediate', ca: true, issuer: root });
    leaf = await makeCertificate({ subject: 'CN=a.example', issuer: intermediate });
  });

  const problem = (...chain: Issued[]) => chainProblem(chain.map(({ der }) => der));

  it('finds none in a chain with or without its root, or in a leaf alone', () => {
    assert.equal(problem(leaf, intermediate, root), undefined);
    assert.equal(problem(leaf, intermediate), undefined);
    assert.equal(problem(leaf), undefined);
  });

  it('wants a leaf, and that first', () => {
    assert.match(problem() ?? '', /empty/);
    assert.match(problem(root, intermediate, leaf) ?? '', /CN=Root.*CA/);
    assert.match(problem(intermediate) ?? '', /CN=Intermediate.*CA/);
  });

  it('names the place where the issuer does not follow', () => {
    assert.match(problem(leaf, root) ?? '', /certificate 1 .*issued by CN=Intermediate.*CN=Root/);
    assert.match(problem(leaf, intermediate, leaf) ?? '', /certificate 2 .*CN=a\.example follows/);
    assert.match(problem(leaf, leaf, intermediate) ?? '', /certificate 1 /);
  });

  for (const kind of ['P-256', 'P-384', 'RSA-2048'] as const) {
    it(`is not content with an issuer of the right name and another ${kind} key`, async () => {
      const keys = await makeKeys(kind);
      const subject = 'CN=Intermediate';
      const impostor = await makeCertificate({ subject, ca: true, issuer: root, keys });
      assert.match(problem(leaf, impostor, root) ?? '', /certificate 1 .*not signed/);
    });
  }

  it('refuses what is not a certificate', () => {
    assert.throws(
      () => chainProblem([leaf.der, Uint8Array.of(0x30, 0)]),
      (error: unknown) => isCertError(error, 'Unexpected'),
    );
  });
});
