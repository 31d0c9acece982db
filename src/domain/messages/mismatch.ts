/** What the vault has made is not what was asked for. */
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { listOf, quoted, type Entry } from './explanation.ts';
import { describeDifference } from './reasons.ts';

export function mismatch(facts: ErrorFacts['CertificateMismatch'], t: Translate): Entry {
  const { vault, name, of } = facts;
  const differences = listOf(
    facts.differences.map((difference) => describeDifference(difference, t)),
    t,
  );
  if (of === 'request') {
    return {
      message: t(
        'The CSR that the vault {0} has made for "{1}" is not what was asked for: {2}. The CA has not been given it.',
        vault,
        name,
        differences,
      ),
      remedies: [
        {
          text: t('Begin again; if it happens again, look whether another tool works on the name.'),
        },
      ],
    };
  }
  return {
    message: t(
      'What the vault {0} holds as "{1}" after the merge is not what was asked for: {2}.',
      vault,
      name,
      differences,
    ),
    remedies: [
      {
        text: t('Look at the new version.'),
        command: `kvcert show ${quoted(`${vault}/${name}`)}`,
        action: { kind: 'show-certificate', vault, name },
      },
    ],
  };
}
