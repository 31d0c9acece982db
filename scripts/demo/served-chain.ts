/**
 * The proof that a certificate is of use: a TLS server is given what was read from the vault, and a
 * client that trusts nothing but the CA's root connects to it by each of its names.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type DetailedPeerCertificate } from 'node:tls';

export interface Expected {
  /** PEM. */
  readonly root: string;
  /** PEM, leaf first. */
  readonly chain: string;
  /** Served for a wildcard is any name below it. */
  readonly names: readonly string[];
}

/** @throws Error if the key does not fit, a name is not trusted, or another chain is sent. */
export async function requireServable(
  pfx: Buffer,
  { root, chain, names }: Expected,
): Promise<void> {
  const expected = chain.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];
  const fingerprints = expected.map((pem) => new X509Certificate(pem).fingerprint256);
  const server = createServer({ pfx, passphrase: '' }, (socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    for (const name of names) {
      const sent = await chainSeenBy(port, name.replace(/^\*\./, 'any.'), root);
      if (fingerprints.some((fingerprint, at) => sent[at] !== fingerprint)) {
        throw new Error(`The vault holds another chain for ${name} than was merged.`);
      }
    }
  } finally {
    server.close();
  }
}

/** SHA-256 fingerprints, leaf first, as far as the peer's chain goes. */
async function chainSeenBy(port: number, servername: string, ca: string): Promise<string[]> {
  const socket = connect({ port, host: '127.0.0.1', servername, ca });
  await once(socket, 'secureConnect');
  const fingerprints: string[] = [];
  let certificate: DetailedPeerCertificate = socket.getPeerCertificate(true);
  while (!fingerprints.includes(certificate.fingerprint256)) {
    fingerprints.push(certificate.fingerprint256);
    certificate = certificate.issuerCertificate;
  }
  socket.destroy();
  return fingerprints;
}
