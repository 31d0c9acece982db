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
    assert.deepEqual(problem(), { kind: 'empty' });
    const rootFirst = { kind: 'ca-first', subject: 'CN=Root' };
    assert.deepEqual(problem(root, intermediate, leaf), rootFirst);
    assert.deepEqual(problem(intermediate), { kind: 'ca-first', subject: 'CN=Intermediate' });
  });

  it('names the place where the issuer does not follow', () => {
    const wrong = (at: number, issuer: string, follower: string) => ({
      kind: 'other-issuer',
      at,
      issuer,
      follower,
    });
    assert.deepEqual(problem(leaf, root), wrong(1, 'CN=Intermediate', 'CN=Root'));
    assert.deepEqual(problem(leaf, intermediate, leaf), wrong(2, 'CN=Root', 'CN=a.example'));
    const twice = wrong(1, 'CN=Intermediate', 'CN=a.example');
    assert.deepEqual(problem(leaf, leaf, intermediate), twice);
  });

  for (const kind of ['P-256', 'P-384', 'RSA-2048'] as const) {
    it(`is not content with an issuer of the right name and another ${kind} key`, async () => {
      const keys = await makeKeys(kind);
      const subject = 'CN=Intermediate';
      const impostor = await makeCertificate({ subject, ca: true, issuer: root, keys });
      const forged = { kind: 'bad-signature', at: 1, follower: subject };
      assert.deepEqual(problem(leaf, impostor, root), forged);
    });
  }

  it('refuses what is not a certificate', () => {
    assert.throws(
      () => chainProblem([leaf.der, Uint8Array.of(0x30, 0)]),
      (error: unknown) => isCertError(error, 'Unexpected'),
    );
  });
});
