/** GET /secrets/{name}[/{version}]: the secret behind a certificate, with its private key. */
import type { ApiResponse } from '../api.ts';
import { recoveryAttributes } from './certificate-bundle.ts';
import type { IssuedVersion, Version } from './certificate-entry.ts';
import { currentVersion, findVersion, isIssued } from './certificate-entry.ts';
import { secretDisabled, secretNotFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { encodePkcs12 } from './pkcs12.ts';
import { vaultUri } from './vault.ts';

export function getSecret({ store, name, version: id, now }: Exchange): ApiResponse {
  const entry = store.certificates.find(name, now);
  if (entry === undefined) throw secretNotFound(name);
  const version: Version | undefined = id === '' ? currentVersion(entry) : findVersion(entry, id);
  if (version === undefined) throw secretNotFound(`${name}/${id}`);
  if (!isIssued(version) || !version.attributes.enabled) throw secretDisabled();
  const uri = vaultUri(store.vault);
  return {
    status: 200,
    body: {
      value: secretValue(version),
      contentType: version.contentType,
      id: `${uri}/secrets/${entry.name}/${version.id}`,
      managed: true,
      attributes: { ...version.attributes, ...recoveryAttributes(store) },
      ...(version.tags === undefined ? {} : { tags: version.tags }),
      kid: `${uri}/keys/${entry.name}/${version.id}`,
    },
  };
}

/** PEM: PKCS#8 key first (recorded). PKCS#12: base64, empty password. */
function secretValue(version: IssuedVersion): string {
  const key = version.exportable ? version.privateKey : undefined;
  const chain = storedChain(version);
  if (version.contentType !== 'application/x-pem-file') {
    return encodePkcs12(key, chain, version.leaf.raw).toString('base64');
  }
  const keyPem = key?.export({ type: 'pkcs8', format: 'pem' }).toString() ?? '';
  return keyPem + chain.map(toPem).join('');
}

/** Reversed, unless the order of the merge was to be kept. */
function storedChain({ chain, preserveCertOrder }: IssuedVersion): readonly Buffer[] {
  return preserveCertOrder === true ? chain : chain.toReversed();
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
