/** What the doctor says of a file that is to be imported. */
import type { ErrorFacts } from '../errors.ts';
import type { FileCertificate, ImportNote, ImportProblem, ImportWarning } from '../import-file.ts';
import type { Translate } from '../translate.ts';
import { listOf, utc, type Entries, type Entry } from './explanation.ts';

type Facts = ErrorFacts['ImportFileUnusable'];

export const importFileMessages: Entries<'ImportFileUnusable'> = {
  ImportFileUnusable: (facts, t) => ({
    message: t(
      '{0} cannot be imported as "{1}" into the vault {2}: {3}.',
      facts.file,
      facts.name,
      facts.vault,
      describeImportProblem(facts.problem, t),
    ),
    remedies: remedies(facts, t),
  }),
};

/** A clause. */
export function describeImportProblem(problem: ImportProblem, t: Translate): string {
  switch (problem.kind) {
    case 'empty':
      return t('it is empty');
    case 'too-large':
      return t('it has more than {0} bytes', problem.limit);
    case 'too-many':
      return t(
        'there are {0} certificates or keys in it, more than {1}',
        problem.count,
        problem.limit,
      );
    case 'unknown-format':
      return t('it is none of PFX (PKCS#12), PEM, DER and PKCS#7');
    case 'foreign-format':
      return foreign(problem.what, t);
    case 'damaged':
      return damaged(problem, t);
    case 'password-needed':
      return t('its password is needed');
    case 'password-wrong':
      return t('its password is another one');
    case 'unsupported-encryption':
      return t('it is encrypted with {0}, which cannot be opened here', problem.algorithm);
    case 'too-costly':
      return t(
        'opening it would take more than {0} rounds of key derivation, which no honest writer asks for',
        problem.limit,
      );
    case 'no-key':
      return t('there is no private key in it');
    case 'no-certificate':
      return t('there is no certificate in it');
    case 'key-mismatch':
      return t(
        'the private key in it belongs to none of its certificates ({0})',
        listOf(problem.subjects, t),
      );
    case 'several-leaves':
      return t(
        'there are several certificates with their keys in it ({0})',
        leavesOf(problem.leaves, t),
      );
    case 'no-such-leaf':
      return t(
        'no certificate with its key in it has the thumbprint {0} (there is {1})',
        problem.thumbprint,
        leavesOf(problem.leaves, t),
      );
    case 'key-not-taken':
      return t(
        'its key is {0}, and Key Vault takes only {1}',
        problem.key,
        listOf(problem.taken, t),
      );
    case 'expired':
      return t('the certificate of {0} has expired on {1}', problem.subject, utc(problem.since));
    case 'subject-too-long':
      return t('its subject has more than {0} characters', problem.limit);
  }
}

/** A sentence. */
export function describeImportWarning(warning: ImportWarning, t: Translate): string {
  switch (warning.kind) {
    case 'not-yet-valid':
      return t('{0} is not valid before {1}.', warning.subject, utc(warning.from));
    case 'missing-issuer':
      return t(
        'The chain ends before its root: whoever does not know {0} cannot verify it.',
        warning.issuer,
      );
  }
}

/** A sentence. */
export function describeImportNote(note: ImportNote, t: Translate): string {
  switch (note.kind) {
    case 'reordered':
      return t('The chain is put in order: leaf first, each followed by its issuer.');
    case 'key-decrypted':
      return t('The private key is decrypted on this machine; its password is sent to nobody.');
    case 'weak-encryption':
      return t('The file is protected with {0}, which is weak by now.', note.algorithm);
    case 'left-out':
      return leftOut(note, t);
  }
}

function leftOut(
  { certificates, keys }: Extract<ImportNote, { kind: 'left-out' }>,
  t: Translate,
): string {
  if (keys === 0) {
    return t('Certificates of the file that do not belong to it stay behind: {0}.', certificates);
  }
  return t(
    'What does not belong to it stays behind: {0} certificates and {1} private keys.',
    certificates,
    keys,
  );
}

function foreign(
  what: Extract<ImportProblem, { kind: 'foreign-format' }>['what'],
  t: Translate,
): string {
  switch (what) {
    case 'request':
      return t('it is a certificate request (CSR), of which a CA makes a certificate first');
    case 'public-key':
      return t('there is only a public key in it');
    case 'ssh-key':
      return t('it is a key for SSH, without a certificate');
    case 'java-keystore':
      return t('it is a Java keystore (JKS)');
  }
}

function damaged({ part, at }: Extract<ImportProblem, { kind: 'damaged' }>, t: Translate): string {
  switch (part) {
    case 'pfx':
      return t('it begins as a PFX does, but cannot be read as one; it may have been cut off');
    case 'block':
      return t('block {0} in it cannot be read', at ?? 1);
    case 'key':
      return t('the private key in it cannot be read');
    case 'certificate':
      return t('certificate {0} in it cannot be read', at ?? 1);
  }
}

function leavesOf(leaves: readonly FileCertificate[], t: Translate): string {
  const words = leaves.map(({ subject, thumbprint, notAfter }) =>
    t('{0} {1} until {2}', subject, thumbprint, notAfter.slice(0, 10)),
  );
  return listOf(words, t);
}

function remedies({ problem }: Facts, t: Translate): Entry['remedies'] {
  switch (problem.kind) {
    case 'password-needed':
      return [
        { text: t('Name a file that holds it: --password-file FILE.'), only: 'command-line' },
        { text: t('Import it again, and type its password.'), only: 'editor' },
      ];
    case 'password-wrong':
      return [{ text: t('Import it again with the password that its writer took.') }];
    case 'no-key':
      return [
        {
          text: t(
            'Take a file that holds the private key, too. A certificate for a CSR of the vault is no import: it is merged into the operation that is pending.',
          ),
        },
      ];
    case 'no-certificate':
      return [
        { text: t('Put key and certificate into one file: PEM blocks one after the other.') },
      ];
    case 'key-mismatch':
      return [{ text: t('Take the certificate that was issued for this key, or its key.') }];
    case 'several-leaves':
    case 'no-such-leaf':
      return [
        { text: t('Say which one is meant: --thumbprint THUMBPRINT.'), only: 'command-line' },
        { text: t('Import it again, and choose one of them.'), only: 'editor' },
      ];
    case 'unsupported-encryption':
      return elsewhere(
        t('Open it where it can be opened, and write it with AES.'),
        'openssl pkcs12 -in YOUR_FILE -nodes -out key-and-chain.pem',
      );
    case 'foreign-format':
      return problem.what === 'java-keystore'
        ? elsewhere(
            t('Write it as PFX first.'),
            'keytool -importkeystore -srckeystore YOUR_FILE -destkeystore new.pfx -deststoretype PKCS12',
          )
        : [];
    case 'expired':
      return [{ text: t('Have a new one issued, which this product can do, too.') }];
    default:
      return [];
  }
}

/** What is done with another tool. */
function elsewhere(text: string, command: string): Entry['remedies'] {
  return [
    { text, command, only: 'command-line' },
    { text, only: 'editor' },
  ];
}
