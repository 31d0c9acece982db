/** Looks for secrets in whatever is written down or shown, however it is encoded there. */

/** Something that must stand nowhere but where secrets are kept. */
export interface Secret {
  readonly name: string;
  /** The secret itself, without anything public before or behind it. */
  readonly bytes: Buffer;
}

export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Characters of a piece that is looked for. A part of an encoded secret is found if it has at least
 * twice as many, less one.
 */
const PIECE = 16;

export type SecretSearch = (places: readonly Place[]) => readonly string[];

/**
 * A search that says `SECRET in PLACE` once for each pair.
 *
 * Every piece of the secrets is known, at every offset; of a place only every 16th is compared.
 *
 * @param others what is public and yet has parts in common with a secret, as a PKCS#12 file with its
 *   certificates
 */
export function searchFor(
  secrets: readonly Secret[],
  others: readonly Buffer[] = [],
): SecretSearch {
  const owners = new Map<string, string>();
  for (const { name, bytes } of secrets) {
    for (const piece of piecesOf(bytes)) owners.set(piece, name);
  }
  for (const bytes of others) for (const piece of piecesOf(bytes)) owners.delete(piece);
  return (places) => {
    const found = new Set<string>();
    for (const { name, bytes } of places) {
      const text = bytes.toString('latin1');
      for (let at = 0; at + PIECE <= text.length; at += PIECE) {
        const owner = owners.get(text.slice(at, at + PIECE));
        if (owner !== undefined) found.add(`${owner} in ${name}`);
      }
    }
    return [...found];
  };
}

function* piecesOf(secret: Buffer): Generator<string> {
  for (const text of writingsOf(secret)) {
    for (let at = 0; at + PIECE <= text.length; at++) yield text.slice(at, at + PIECE);
  }
}

/** As it is and as text in the usual encodings; each of these also in UTF-16 or encoded again. */
function writingsOf(secret: Buffer): readonly string[] {
  const hex = secret.toString('hex');
  const texts = [secret.toString('latin1'), hex, hex.toUpperCase(), ...inBase64(secret)];
  return texts.flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text, 'utf16le').toString('latin1'),
    ...inBase64(Buffer.from(text, 'latin1')),
  ]);
}

/** In the three ways that bytes in the midst of others can come out, without what both share. */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const before = Buffer.alloc(offset);
    const text = Buffer.concat([before, bytes]).toString('base64').replaceAll('=', '');
    const own = text.slice(offset === 0 ? 0 : offset + 1, -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
