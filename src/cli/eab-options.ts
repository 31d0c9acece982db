/** The options that prove an account on the CA's site; the key is in no argument and no variable. */
import type { ExternalAccount } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { plainLine } from '../domain/plain-text.ts';
import { readSecret } from './read-secret.ts';
import type { CommandContext } from './session.ts';

export interface EabOptions {
  readonly eabKid?: string;
  readonly eabKeyFile?: string;
}

/** Every CA shows it as one line of some dozen characters. */
const LONGEST_KEY = 4096;

/**
 * @returns undefined without `--eab-kid`
 * @throws CertError InvalidUsage, InvalidOption
 */
export async function externalAccountOf(
  { eabKid, eabKeyFile }: EabOptions,
  context: Pick<CommandContext, 'terminal' | 'progress' | 'signal'>,
): Promise<ExternalAccount | undefined> {
  if (eabKid === undefined) {
    if (eabKeyFile === undefined) return undefined;
    throw new CertError('InvalidUsage', { message: '--eab-key-file needs --eab-kid.' });
  }
  const what = `The HMAC key for ${plainLine(eabKid)}`;
  const wanted = { what, option: '--eab-key-file', file: eabKeyFile, longest: LONGEST_KEY };
  return { kid: eabKid, hmacKey: await readSecret(wanted, context) };
}
