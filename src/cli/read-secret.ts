/** Passwords and keys: from a file, from stdin or from the person; never from an argument. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CertError } from '../domain/errors.ts';
import { askSecret } from './ask.ts';
import type { CommandContext } from './session.ts';

export interface WantedSecret {
  /** What it is, as a sentence's beginning: `The password of the account 42`. */
  readonly what: string;
  /** The option that names a file, or `-`. */
  readonly option: string;
  readonly file: string | undefined;
  /** Characters; what is longer is something else. */
  readonly longest: number;
}

/**
 * Without the blanks and line ends around it.
 * @throws CertError InvalidUsage, InvalidOption; it is in none of them
 */
export async function readSecret(
  wanted: WantedSecret,
  context: Pick<CommandContext, 'terminal' | 'progress' | 'signal'>,
): Promise<string> {
  const secret = (await read(wanted, context)).trim();
  if (secret !== '' && secret.length <= wanted.longest) return secret;
  throw new CertError('InvalidUsage', {
    message: `${wanted.what} is ${secret === '' ? 'empty' : 'too long to be one'}.`,
  });
}

/** What opens or protects a file: as it is, but for the end of its line; it may be empty. */
export async function readPassword(
  wanted: Omit<WantedSecret, 'longest'>,
  context: Pick<CommandContext, 'terminal' | 'progress' | 'signal'>,
): Promise<string> {
  return (await read(wanted, context)).replace(/\r?\n$/, '');
}

async function read(
  { what, option, file }: Omit<WantedSecret, 'longest'>,
  { terminal, progress, signal }: Pick<CommandContext, 'terminal' | 'progress' | 'signal'>,
): Promise<string> {
  if (file === '-') return text(process.stdin);
  if (file !== undefined) return readSecretFile(option, file);
  if (terminal) {
    return progress.suspended(() => askSecret(terminal, `${what} (is not shown): `, signal));
  }
  throw new CertError('InvalidUsage', {
    message: `${what} is missing: name a file with ${option}, or - for stdin.`,
  });
}

async function readSecretFile(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const expected = 'a file that can be read, or -';
    throw new CertError('InvalidOption', { option, value: file, expected }, { cause });
  }
}
