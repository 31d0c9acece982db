/** How a CA can reach whoever has an account there (RFC 8555 §7.3). */
/** The `mailto:` URL of an e-mail address, with or without that in front; undefined: it is none. */
export function contactUrl(text: string): string | undefined {
  const address = text.trim().replace(/^mailto:/i, '');
  // One address and no header fields: what RFC 8555 §7.3 asks of a mailto URL.
  return /^[^\s@?,:;<>"]+@[^\s@?,:;<>"]+$/.test(address) ? `mailto:${address}` : undefined;
}

/** For people: an e-mail address without the scheme, anything else as it is. */
export function contactText(contact: readonly string[]): string {
  return contact.map((url) => url.replace(/^mailto:/i, '')).join(', ');
}
