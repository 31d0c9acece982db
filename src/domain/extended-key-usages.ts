/** Extended key usages by the names that RFC 5280 (§4.2.1.12) gives them. */
const OIDS = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
};

/** The object identifier for a name, in any case; anything else is given back as it is. */
export function ekuOf(text: string): string {
  const word = text.trim().toLowerCase();
  const known = Object.entries(OIDS).find(([name]) => name.toLowerCase() === word);
  return known?.[1] ?? text.trim();
}

/** `serverAuth` for `1.3.6.1.5.5.7.3.1`; undefined for one without a name here. */
export function ekuName(oid: string): string | undefined {
  return Object.entries(OIDS).find(([, known]) => known === oid)?.[0];
}
