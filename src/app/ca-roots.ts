/** Root certificates of private CAs, in a file that a person has named. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CertError } from '../domain/errors.ts';

/** What names the file, and what it has to be, in words. */
export interface RootsOption {
  readonly option: string;
  readonly expected: string;
}

/**
 * The certificates in a file, PEM.
 * @throws CertError InvalidOption: there is no such file, or none in it
 */
export async function readCaRoots(file: string, option: RootsOption): Promise<string> {
  try {
    const pem = await readFile(file, 'utf8');
    // Reads the first one, and whatever else the file holds is no harm.
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new CertError('InvalidOption', { ...option, value: file }, { cause: error });
  }
}
