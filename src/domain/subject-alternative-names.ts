/**
 * What a subject alternative name may be (RFC 5280 §4.2.1.6) where Key Vault's own issuers make the
 * certificate: a name of the own network is as good as a public one.
 */

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/i;
const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** An atom of RFC 5322, with dots inside. */
const MAILBOX = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;

/** A-labels; a wildcard is the whole first label. */
export function isDnsSubject(text: string): boolean {
  const labels = text.replace(/^\*\./, '').split('.');
  return text.length <= 253 && labels.every((label) => label.length <= 63 && LABEL.test(label));
}

/** The name as it stands in a certificate: lower case, A-labels, no trailing dot, else as it is. */
export function asciiDnsName(text: string): string {
  const plain = text.trim().replace(/\.$/, '').toLowerCase();
  if (/^\p{ASCII}*$/u.test(plain)) return plain;
  const wildcard = plain.startsWith('*.') ? '*.' : '';
  const host = URL.parse(`https://${plain.slice(wildcard.length)}/`);
  return host?.pathname === '/' ? `${wildcard}${host.hostname}` : plain;
}

export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 0) return false;
  return MAILBOX.test(text.slice(0, at)) && isHost(text.slice(at + 1)) && text.length <= 254;
}

/** A user principal name: of a directory, whose rules are its own. */
export function isPrincipalName(text: string): boolean {
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text);
}

export function isIpAddress(text: string): boolean {
  return text.includes(':') ? isIpv6(text) : isIpv4(text);
}

/** Absolute, with a scheme (`spiffe://…`, `urn:…`). */
export function isAbsoluteUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(text) && URL.canParse(text);
}

function isHost(text: string): boolean {
  return isDnsSubject(text) && !text.startsWith('*');
}

function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) < 256);
}

function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
