/** The user's setting for resolvers that are asked over HTTPS (RFC 8484): `URL,…`. */
import { CertError } from './errors.ts';

/** As RFC 8484 §6 writes it; a POST leaves it out (§4.1.1). */
const TEMPLATE_VARIABLE = '{?dns}';

/**
 * Reads a comma-separated list of `https://HOST/PATH`; `{?dns}` at the end is left out. Two
 * spellings of one URL are one server.
 * @throws CertError InvalidDohServer with the entry that is none
 */
export function parseDohServers(setting: string): readonly string[] {
  return [...new Set(setting.split(',').map((entry) => parseDohServer(entry.trim())))];
}

function parseDohServer(entry: string): string {
  const plain = entry.endsWith(TEMPLATE_VARIABLE)
    ? entry.slice(0, -TEMPLATE_VARIABLE.length)
    : entry;
  // URL takes `https:example.com` and `https:\\example.com` as well.
  const url = /^https:\/\/[^/]/i.test(plain) ? URL.parse(plain) : null;
  const isPlain = url?.username === '' && url.password === '' && url.hash === '';
  if (!isPlain || /[\s{}\\]/.test(plain)) {
    throw new CertError('InvalidDohServer', { server: entry });
  }
  return url.href;
}
