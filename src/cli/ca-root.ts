import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CertError } from '../domain/errors.ts';

/**
 * The certificates (PEM) in a file that `--ca-root` names, to be trusted at a private CA.
 * @throws CertError InvalidOption
 */
export async function readCaRoot(file: string): Promise<string> {
  try {
    const pem = await readFile(file, 'utf8');
    // Reads the first one, and whatever else the file holds is no harm.
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    const expected = "a file with the CA's root certificate in PEM";
    throw new CertError(
      'InvalidOption',
      { option: '--ca-root', value: file, expected },
      { cause: error },
    );
  }
}
