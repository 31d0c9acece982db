/** The doctor: what a file holds that is to be imported, and whether Key Vault would take it. */
import type {
  FileCertificate,
  ImportExamination,
  ImportFileReading,
  ImportFileWish,
  ImportNote,
  ImportProblem,
  ImportWarning,
} from '../../domain/import-file.ts';
import type { CertificateFacts } from '../../domain/pki.ts';
import { readCertificate } from '../certificate.ts';
import { chainFrom, type ReadCertificate } from '../certificate-file.ts';
import type { FileContents } from './file-contents.ts';
import { Obstacle } from './obstacle.ts';
import { checkTaken, readPrivateKey, type PrivateKey } from './private-key.ts';
import { formatOf, readFileContents } from './read-file.ts';

/** Bytes; the service takes some KiB. */
const LARGEST = 1024 * 1024;
/** Every pair of certificates is looked at. */
const MOST = 50;
/** Characters (Key Vault's FAQ on importing). */
const LONGEST = 200;

/** Never throws for what is in the file: that is its verdict. */
export function examineFile(bytes: Uint8Array, wish: ImportFileWish): ImportFileReading {
  const refused = refusalBeforeReading(bytes);
  if (refused !== undefined) return blocked('unknown', refused);
  const format = formatOf(bytes) ?? 'unknown';
  let contents: FileContents;
  try {
    contents = readFileContents(bytes, format, wish.password);
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    return blocked(format, error.problem);
  }
  let all: readonly ReadCertificate[] = [];
  try {
    all = distinct(contents.certificates);
    return judge({ ...contents, format, all }, wish);
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    return blocked(format, error.problem, all);
  }
}

function refusalBeforeReading(bytes: Uint8Array): ImportProblem | undefined {
  if (bytes.length === 0) return { kind: 'empty' };
  return bytes.length > LARGEST ? { kind: 'too-large', limit: LARGEST } : undefined;
}

function distinct(certificates: readonly Uint8Array[]): readonly ReadCertificate[] {
  const counted = certificates.length > MOST ? [] : certificates;
  const read = counted.map((der, index) => ({ der, facts: factsOf(der, index + 1) }));
  return [...new Map(read.map((each) => [each.facts.thumbprintSha256, each])).values()];
}

function factsOf(der: Uint8Array, at: number): CertificateFacts {
  try {
    return readCertificate(der);
  } catch {
    throw new Obstacle({ kind: 'damaged', part: 'certificate', at });
  }
}

interface Judged extends FileContents {
  readonly format: ImportExamination['format'];
  readonly all: readonly ReadCertificate[];
}

function judge(file: Judged, wish: ImportFileWish): ImportFileReading {
  const { all, certificates } = file;
  const count = Math.max(certificates.length, file.keys.length);
  if (count > MOST) throw new Obstacle({ kind: 'too-many', count, limit: MOST });
  if (all.length === 0) throw new Obstacle({ kind: 'no-certificate' });
  if (file.keys.length === 0) throw new Obstacle({ kind: 'no-key' });
  const keys = new Map(file.keys.map(readPrivateKey).map((key) => [key.fingerprint, key]));
  const leaf = chooseLeaf(all, keys, wish.thumbprint);
  const key = keys.get(leaf.facts.publicKey.fingerprint);
  if (key === undefined) throw new Obstacle({ kind: 'no-key' });
  const chain = chainFrom(leaf, all);
  const problems = problemsOf(leaf.facts, key, wish.now);
  const warnings = warningsOf(
    chain.map(({ facts }) => facts),
    wish.now,
  );
  const examination: ImportExamination = {
    format: file.format,
    verdict: problems.length > 0 ? 'blocking' : warnings.length > 0 ? 'warning' : 'ok',
    certificates: chain.map(shown),
    key: key.name,
    ...{ problems, warnings },
    notes: notesOf(file, chain, keys.size),
  };
  if (problems.length > 0) return { examination };
  return { examination, material: { privateKey: key.der, chain: chain.map(({ der }) => der) } };
}

function chooseLeaf(
  all: readonly ReadCertificate[],
  keys: ReadonlyMap<string, PrivateKey>,
  thumbprint: string | undefined,
): ReadCertificate {
  const leaves = all.filter(({ facts }) => keys.has(facts.publicKey.fingerprint));
  const [first, ...others] = leaves;
  if (first === undefined) {
    throw new Obstacle({ kind: 'key-mismatch', subjects: all.map(({ facts }) => facts.subject) });
  }
  if (thumbprint !== undefined) {
    const wanted = thumbprint.replaceAll(/[\s:]/g, '').toLowerCase();
    const chosen = leaves.find(({ facts }) => facts.thumbprint === wanted);
    if (chosen !== undefined) return chosen;
    throw new Obstacle({ kind: 'no-such-leaf', thumbprint: wanted, leaves: leaves.map(shown) });
  }
  if (others.length === 0) return first;
  throw new Obstacle({ kind: 'several-leaves', leaves: leaves.map(shown) });
}

function problemsOf(leaf: CertificateFacts, key: PrivateKey, now: Date): readonly ImportProblem[] {
  const problems: ImportProblem[] = [];
  try {
    checkTaken(key);
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    problems.push(error.problem);
  }
  if (leaf.notAfter <= now) {
    problems.push({ kind: 'expired', subject: leaf.subject, since: leaf.notAfter.toISOString() });
  }
  if (leaf.subject.length > LONGEST) problems.push({ kind: 'subject-too-long', limit: LONGEST });
  return problems;
}

function warningsOf(chain: readonly CertificateFacts[], now: Date): readonly ImportWarning[] {
  const early = chain.filter(({ notBefore }) => notBefore > now);
  const last = chain.at(-1);
  return [
    ...early.map(({ subject, notBefore }) => ({
      ...{ kind: 'not-yet-valid' as const, subject },
      from: notBefore.toISOString(),
    })),
    ...(last === undefined || last.selfSigned
      ? []
      : [{ kind: 'missing-issuer' as const, issuer: last.issuer }]),
  ];
}

function notesOf(
  { all, weak, decryptedKey, format }: Judged,
  chain: readonly ReadCertificate[],
  keys: number,
): readonly ImportNote[] {
  const places = chain.map((each) => all.indexOf(each));
  const isOrdered = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  const left = { certificates: all.length - chain.length, keys: keys - 1 };
  return [
    ...(isOrdered ? [] : [{ kind: 'reordered' as const }]),
    ...(decryptedKey && format !== 'pfx' ? [{ kind: 'key-decrypted' as const }] : []),
    ...weak.map((algorithm) => ({ kind: 'weak-encryption' as const, algorithm })),
    ...(left.certificates + left.keys > 0 ? [{ kind: 'left-out' as const, ...left }] : []),
  ];
}

function shown({ facts }: ReadCertificate): FileCertificate {
  const { subject, thumbprint, notBefore, notAfter } = facts;
  return {
    ...{ subject, thumbprint },
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  };
}

function blocked(
  format: ImportExamination['format'],
  problem: ImportProblem,
  all: readonly ReadCertificate[] = [],
): ImportFileReading {
  return {
    examination: {
      ...{ format, verdict: 'blocking', key: '', warnings: [], notes: [] },
      certificates: all.map(shown),
      problems: [problem],
    },
  };
}
