/** Why an older version does not become the newest again, and what helps instead. */
import type { GoBackObstacle } from '../error-reasons.ts';
import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { quoted, type Entries, type Entry } from './explanation.ts';

type Facts = ErrorFacts['CannotGoBack'];

export const goBackMessages: Entries<'CannotGoBack'> = {
  CannotGoBack: (facts, t) => ({ message: sentence(facts, t), remedies: remedies(facts, t) }),
};

function sentence({ vault, name, version, problem }: Facts, t: Translate): string {
  const sentences: Readonly<Record<GoBackObstacle, () => string>> = {
    newest: () =>
      t(
        'Version {0} is what the newest version of {1} in the vault {2} holds: there is nothing to go back to.',
        ...[version, name, vault],
      ),
    expired: () =>
      t('Version {0} of the certificate {1} in the vault {2} has expired.', version, name, vault),
    disabled: () =>
      t(
        'Version {0} of the certificate {1} in the vault {2} is disabled, so its private key cannot be read.',
        ...[version, name, vault],
      ),
    'not-exportable': () =>
      t(
        'The private key of version {0} of the certificate {1} in the vault {2} may not be exported, so the version cannot be imported again.',
        ...[version, name, vault],
      ),
  };
  return sentences[problem]();
}

function remedies(
  { vault, name, version, problem, id = '' }: Facts,
  t: Translate,
): Entry['remedies'] {
  const target = quoted(`${vault}/${name}`);
  const certificate = `--vault-name ${quoted(vault)} --name ${quoted(name)}`;
  const reissue = {
    text: t('Have it issued anew.'),
    command: `kvcert renew ${target}`,
    action: { kind: 'renew', vault, name } as const,
  };
  switch (problem) {
    case 'newest':
      return [];
    case 'expired':
      return [
        reissue,
        { text: t('Add --force to go back to it all the same.'), only: 'command-line' },
      ];
    case 'disabled':
      return [
        {
          text: t('Enable it, if it was not disabled on purpose.'),
          command: `az keyvault certificate set-attributes ${certificate} --version ${quoted(version)} --enabled true`,
        },
      ];
    case 'not-exportable':
      return [
        {
          text: t(
            'Have whoever uses the certificate ask for this very version, by the id {0}.',
            id,
          ),
        },
        reissue,
      ];
  }
}
