/** A file that a command is given as its argument, or `-` for stdin. */
import { readFile, stat } from 'node:fs/promises';
import { CertError } from '../domain/errors.ts';

/** Bytes; the engine says what is wrong with a smaller one. */
const LARGEST = 16 * 1024 * 1024;

/**
 * @param option - how the argument is called
 * @param expected - what it should be, where it is far too large
 * @throws CertError InvalidOption
 */
export async function readInputFile(
  file: string,
  { option, expected }: { readonly option: string; readonly expected: string },
): Promise<Uint8Array> {
  const refuse = (wanted: string, cause?: unknown): CertError =>
    new CertError('InvalidOption', { option, value: file, expected: wanted }, { cause });
  if (file === '-') return readStdin(() => refuse(expected));
  try {
    // Its size first: a disk image is not read to find that it is none.
    const { size } = await stat(file);
    if (size <= LARGEST) return await readFile(file);
  } catch (cause) {
    throw refuse('a file that can be read, or -', cause);
  }
  throw refuse(expected);
}

async function readStdin(tooLarge: () => CertError): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > LARGEST) throw tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
