/** The X.509 extensions that a request asks for. */
import {
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  type Pkcs10CertificateRequest,
} from '@peculiar/x509';

type Extended = Pick<Pkcs10CertificateRequest, 'extensions'>;

// A request's extensions come as a subclass of Array, which filter and map would hand on: hence
// the copies.

/** The DNS names of the subjectAltName in lower case (RFC 5280 §4.2.1.6). */
export function dnsNamesOf({ extensions }: Extended): readonly string[] {
  return [...extensions]
    .filter((extension) => extension instanceof SubjectAlternativeNameExtension)
    .flatMap((extension) => extension.names.items)
    .filter(({ type }) => type === 'dns')
    .map(({ value }) => value.toLowerCase());
}

/** Object identifiers (RFC 5280 §4.2.1.12). */
export function ekusOf({ extensions }: Extended): readonly string[] {
  return [...extensions]
    .filter((extension) => extension instanceof ExtendedKeyUsageExtension)
    .flatMap((extension) => extension.usages.map(String));
}
