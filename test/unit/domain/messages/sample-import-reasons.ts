/** As sample-reasons.ts: one of every kind that the doctor of imports knows, with what is said of it. */
import type {
  FileCertificate,
  ImportNote,
  ImportProblem,
  ImportWarning,
} from '../../../../src/domain/import-file.ts';
import type { Samples } from './sample-reasons.ts';

const leaf = (name: string): FileCertificate => ({
  subject: `CN=${name}`,
  thumbprint: `${name}0`,
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
});

export const IMPORT_PROBLEMS: Samples<ImportProblem> = {
  empty: [{ kind: 'empty' }, 'it is empty'],
  'too-large': [{ kind: 'too-large', limit: 1048576 }, 'it has more than 1048576 bytes'],
  'too-many': [
    { kind: 'too-many', count: 140, limit: 50 },
    'there are 140 certificates or keys in it, more than 50',
  ],
  'unknown-format': [
    { kind: 'unknown-format' },
    'it is none of PFX (PKCS#12), PEM, DER and PKCS#7',
  ],
  'foreign-format': [
    { kind: 'foreign-format', what: 'java-keystore' },
    'it is a Java keystore (JKS)',
  ],
  damaged: [
    { kind: 'damaged', part: 'pfx' },
    'it begins as a PFX does, but cannot be read as one; it may have been cut off',
  ],
  'password-needed': [{ kind: 'password-needed' }, 'its password is needed'],
  'password-wrong': [{ kind: 'password-wrong' }, 'its password is another one'],
  'unsupported-encryption': [
    { kind: 'unsupported-encryption', algorithm: 'scrypt' },
    'it is encrypted with scrypt, which cannot be opened here',
  ],
  'too-costly': [
    { kind: 'too-costly', limit: 4000000 },
    'opening it would take more than 4000000 rounds of key derivation, which no honest writer asks for',
  ],
  'no-key': [{ kind: 'no-key' }, 'there is no private key in it'],
  'no-certificate': [{ kind: 'no-certificate' }, 'there is no certificate in it'],
  'key-mismatch': [
    { kind: 'key-mismatch', subjects: ['CN=a', 'CN=b'] },
    'the private key in it belongs to none of its certificates (CN=a and CN=b)',
  ],
  'several-leaves': [
    { kind: 'several-leaves', leaves: [leaf('a'), leaf('b')] },
    'there are several certificates with their keys in it (CN=a a0 until 2027-01-01 and CN=b b0 until 2027-01-01)',
  ],
  'no-such-leaf': [
    { kind: 'no-such-leaf', thumbprint: 'cafe', leaves: [leaf('a')] },
    'no certificate with its key in it has the thumbprint cafe (there is CN=a a0 until 2027-01-01)',
  ],
  'key-not-taken': [
    { kind: 'key-not-taken', key: 'RSA-1024', taken: ['RSA-2048', 'P-256'] },
    'its key is RSA-1024, and Key Vault takes only RSA-2048 and P-256',
  ],
  expired: [
    { kind: 'expired', subject: 'CN=a', since: '2026-11-22T15:04:05.000Z' },
    'the certificate of CN=a has expired on 2026-11-22 15:04 UTC',
  ],
  'subject-too-long': [
    { kind: 'subject-too-long', limit: 200 },
    'its subject has more than 200 characters',
  ],
};

export const IMPORT_WARNINGS: Samples<ImportWarning> = {
  'not-yet-valid': [
    { kind: 'not-yet-valid', subject: 'CN=a', from: '2026-11-22T15:04:05.000Z' },
    'CN=a is not valid before 2026-11-22 15:04 UTC.',
  ],
  'missing-issuer': [
    { kind: 'missing-issuer', issuer: 'CN=Root' },
    'The chain ends before its root: whoever does not know CN=Root cannot verify it.',
  ],
};

export const IMPORT_NOTES: Samples<ImportNote> = {
  reordered: [
    { kind: 'reordered' },
    'The chain is put in order: leaf first, each followed by its issuer.',
  ],
  'key-decrypted': [
    { kind: 'key-decrypted' },
    'The private key is decrypted on this machine; its password is sent to nobody.',
  ],
  'weak-encryption': [
    { kind: 'weak-encryption', algorithm: '3DES' },
    'The file is protected with 3DES, which is weak by now.',
  ],
  'left-out': [
    { kind: 'left-out', certificates: 2, keys: 0 },
    'Certificates of the file that do not belong to it stay behind: 2.',
  ],
};
