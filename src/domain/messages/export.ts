/** Why the private key of a certificate does not come out of its vault. */
import { quoted, type Entries } from './explanation.ts';

export const exportMessages: Entries<'CannotExport'> = {
  CannotExport: ({ vault, name, version, problem }, t) =>
    problem === 'disabled'
      ? {
          message: t(
            'Version {0} of the certificate {1} in the vault {2} is disabled, so its secret cannot be read.',
            ...[version, name, vault],
          ),
          remedies: [
            {
              text: t('Enable it, if it was not disabled on purpose.'),
              command: `kvcert enable ${quoted(`${vault}/${name}`)} --version ${version}`,
              action: { kind: 'show-certificate', vault, name },
            },
          ],
        }
      : {
          message: t(
            'The private key of version {0} of the certificate {1} in the vault {2} may not be exported: so it was decided when it was made, and nobody can change that.',
            ...[version, name, vault],
          ),
          remedies: [
            {
              text: t('Take the certificates without the key.'),
              command: `kvcert export ${quoted(`${vault}/${name}`)} --format chain`,
              action: { kind: 'show-certificate', vault, name },
            },
            {
              text: t(
                'Have a new version made with a key that may be exported, if one is needed outside of the vault.',
              ),
            },
          ],
        },
};
