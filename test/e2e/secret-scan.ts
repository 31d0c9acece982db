/** Looks for secrets in whatever a program has shown or written, in the forms in which it is kept. */

/** A secret that is known, with a name for it. */
export interface KnownSecret {
  readonly name: string;
  readonly value: string;
}

export interface Finding {
  readonly where: string;
  readonly what: string;
}

/** What gives away secrets that nobody has told us of. */
const PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  // Three base64url parts with a JSON object in front (RFC 7519 §3.1).
  ['a signed token', /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/],
  ['a bearer header', /\bBearer [\w-]{20,}/i],
  ['a private key in PEM', /BEGIN [A-Z ]*PRIVATE KEY/],
  // PKCS #8 of a P-256 or RSA key, in base64 (RFC 5208, RFC 5480, RFC 8017).
  ['a private key in DER', /MIGHAgEAMBMGByqGSM49AgEG|MII[EJ][\w+/]{2}IBADANBgkqhkiG9w0BAQEFAASC/],
  // RFC 7517 §9.3: the private member of an EC or RSA key.
  ['a private key as JWK', /\\?"d\\?"\s*:\s*\\?"[\w-]{40,}/],
];

/** @param texts - by the place where each was found */
export function secretsIn(
  texts: ReadonlyMap<string, Buffer>,
  known: readonly KnownSecret[],
): readonly Finding[] {
  const forms = known.flatMap(({ name, value }) => formsOf(value).map((form) => ({ name, form })));
  return [...texts].flatMap(([where, content]) => {
    const text = content.toString('latin1');
    // VS Code's stores and Chromium's keep text in two bytes a character: of secrets, one is zero.
    const readings = [text, text.replaceAll('\0', '')];
    const what = new Set<string>();
    for (const reading of readings) {
      for (const { name, form } of forms) if (reading.includes(form)) what.add(name);
      for (const [name, pattern] of PATTERNS) if (pattern.test(reading)) what.add(name);
    }
    return [...what].map((each) => ({ where, what: each }));
  });
}

/** As it is, in a URI, and inside something that is kept in base64: there are three of these. */
function formsOf(secret: string): readonly string[] {
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64');
    // The first and the last characters are also of what is around it.
    const own = encoded.slice(offset === 0 ? 0 : 4, -4).replace(/=+$/, '');
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([secret, encodeURIComponent(secret), ...inBase64])];
}
