import type { Translate } from '../translate.ts';
import { quoted, type Entry } from './explanation.ts';

export function missingVersion(
  { vault, name }: { readonly vault: string; readonly name: string },
  version: string,
  t: Translate,
): Entry {
  return {
    message: t('The certificate {0} in the vault {1} has no version "{2}".', name, vault, version),
    remedies: [
      {
        text: t('See which versions there are.'),
        command: `az keyvault certificate list-versions --vault-name ${quoted(vault)} --name ${quoted(name)}`,
      },
    ],
  };
}
