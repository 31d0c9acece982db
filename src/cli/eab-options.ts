/** The options that prove an account on the CA's site; the key is in no argument and no variable. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ExternalAccount } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { plainLine } from '../domain/plain-text.ts';
import { askSecret } from './ask.ts';
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
  const hmacKey = (await readKey(eabKid, eabKeyFile, context)).trim();
  if (hmacKey !== '' && hmacKey.length <= LONGEST_KEY) return { kid: eabKid, hmacKey };
  throw new CertError('InvalidUsage', {
    message: `The HMAC key for ${eabKid} is ${hmacKey === '' ? 'empty' : 'too long to be one'}.`,
  });
}

async function readKey(
  kid: string,
  file: string | undefined,
  { terminal, progress, signal }: Pick<CommandContext, 'terminal' | 'progress' | 'signal'>,
): Promise<string> {
  if (file === '-') return text(process.stdin);
  if (file !== undefined) return readKeyFile(file);
  if (terminal) {
    const question = `HMAC key for ${plainLine(kid)} (is not shown): `;
    return progress.suspended(() => askSecret(terminal, question, signal));
  }
  throw new CertError('InvalidUsage', {
    message: 'The HMAC key is missing: name a file with --eab-key-file, or - for stdin.',
  });
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CertError(
      'InvalidOption',
      { option: '--eab-key-file', value: file, expected: 'a file that can be read, or -' },
      { cause: error },
    );
  }
}
