import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { ImportFileReading } from '../../../../src/domain/import-file.ts';

/** There is a key where there is no problem, and it is that of the leaf. */
export function checkMaterial({ examination, material }: ImportFileReading): void {
  assert.equal(material === undefined, examination.verdict === 'blocking');
  if (material === undefined) return;
  const key = createPrivateKey({
    key: Buffer.from(material.privateKey),
    format: 'der',
    type: 'pkcs8',
  });
  const leaf = new X509Certificate(material.chain[0] ?? Buffer.alloc(0));
  assert.ok(createPublicKey(key).equals(leaf.publicKey));
}

/** The chain with the warnings and notes; where there are problems, their kinds. */
export function summary({ examination }: ImportFileReading): string {
  const { problems, warnings, notes, certificates } = examination;
  const subjects = certificates.map(({ subject }) => subject.replace('CN=', ''));
  if (problems.length > 0) return problems.map(({ kind }) => kind).join(' ');
  return [subjects.join(' < '), ...[...warnings, ...notes].map(({ kind }) => kind)].join(' ');
}
