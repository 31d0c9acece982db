/** Why a file cannot be merged into a pending operation, and what helps. */
import type { ChainFileProblem } from '../error-reasons.ts';
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { listOf, quoted, type Entries, type Entry } from './explanation.ts';

type Facts = ErrorFacts['ChainFileUnusable'];

export const chainFileMessages: Entries<'ChainFileUnusable'> = {
  ChainFileUnusable: (facts, t) => ({
    message: t(
      '{0} holds nothing that can be merged into "{1}" in the vault {2}: {3}.',
      facts.file,
      facts.name,
      facts.vault,
      describeChainFileProblem(facts.problem, t),
    ),
    remedies: remedies(facts, t),
  }),
};

/** A clause. */
export function describeChainFileProblem(problem: ChainFileProblem, t: Translate): string {
  switch (problem.kind) {
    case 'empty':
      return t('it is empty');
    case 'too-large':
      return t('it has more than {0} bytes', problem.limit);
    case 'none':
      return t('there is no certificate in it (PEM, DER and PKCS#7 are understood)');
    case 'too-many':
      return t('there are {0} certificates in it, which is no chain', problem.count);
    case 'damaged':
      return t('block {0} in it cannot be read', problem.at);
    case 'private-key':
      return t('there is a private key in it, while the key of the operation is in the vault');
    case 'other-key':
      return problem.subjects.length === 1
        ? t('{0} is for another key', listOf(problem.subjects, t))
        : t('{0} are for other keys', listOf(problem.subjects, t));
  }
}

function remedies({ vault, name, problem }: Facts, t: Translate): Entry['remedies'] {
  const target = quoted(`${vault}/${name}`);
  switch (problem.kind) {
    case 'private-key':
      return [
        {
          text: t('Import it under a name of its own, if that key is to be used.'),
          command: `kvcert import ${quoted(vault)}/YOUR_NAME YOUR_FILE`,
          action: { kind: 'refresh' },
        },
      ];
    case 'other-key':
      return [
        {
          text: t('Give the CA the CSR that is pending now, and merge what it makes of that.'),
          command: `kvcert pending csr ${target}`,
          action: { kind: 'pending', vault, name },
        },
      ];
    default:
      return [{ text: t('Take the file that the CA has sent, with its chain.') }];
  }
}
