/** DER that comes from outside: read as a whole or refused. */
import { CertError } from '../domain/errors.ts';

/**
 * Gives `der` to `read` and turns whatever is wrong with it into one error.
 * @param what what the bytes should be, for the message
 * @throws CertError Unexpected
 */
export function readDer<T>(
  der: Uint8Array,
  what: string,
  read: (der: Uint8Array<ArrayBuffer>) => T,
): T {
  try {
    refuseAllButOneSequence(der);
    return read(new Uint8Array(der));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CertError('Unexpected', { message: `not a readable ${what}: ${reason}` }, { cause });
  }
}

const SEQUENCE = 0x30;
const LONG_FORM = 0x80;

/**
 * The ASN.1 library takes PEM, base64 and hex for DER and ignores bytes after the end; a
 * thumbprint of such bytes would be that of no certificate. Lengths: X.690 §8.1.3.
 */
function refuseAllButOneSequence(der: Uint8Array): void {
  const [tag, first = 0] = der;
  if (tag !== SEQUENCE) throw new Error('it does not start with a sequence');
  const lengthBytes = first < LONG_FORM ? 0 : first - LONG_FORM;
  let length = first < LONG_FORM ? first : 0;
  for (const byte of der.subarray(2, 2 + lengthBytes)) length = length * 256 + byte;
  if (der.length !== 2 + lengthBytes + length) throw new Error('its length is wrong');
}
