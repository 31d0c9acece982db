/** POST /certificates/{name}/import */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { ApiResponse } from '../api.ts';
import { certificateBundle } from './certificate-bundle.ts';
import type { IssuedVersion } from './certificate-entry.ts';
import { completePolicy } from './certificate-policy.ts';
import { checkConflicts } from './create-certificate.ts';
import { badParameter } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { newId, seconds } from './operation-lifecycle.ts';
import { checkPolicy } from './policy-rules.ts';
import { decodePkcs12, type KeyAndChain } from './read-pkcs12.ts';
import { bindImport } from './request-body.ts';

const PEM = 'application/x-pem-file';

/** 200, without a Location and without `pending` (recorded). */
export function importCertificate(exchange: Exchange): ApiResponse {
  const { request, store, name, now } = exchange;
  const sent = bindImport(request);
  const existing = checkConflicts(exchange);
  const time = seconds(now);
  const { created } = existing?.policy.attributes ?? { created: time };
  const stamps = { enabled: true, created, updated: time };
  const policy = sent.policy
    ? completePolicy(sent.policy, stamps)
    : (existing?.policy ?? completePolicy({}, stamps));
  checkPolicy(policy, store);
  const { contentType } = policy.secret_props;
  const { key, chain } = contentType === PEM ? readPem(sent.value) : readFile(sent.value, sent.pwd);
  const leaf = leafOf(key, chain);
  checkKind(leaf, policy.key_props.kty);
  if (leaf.validToDate.getTime() <= now) {
    throw badParameter('The specified X.509 certificate has expired.');
  }
  const entry =
    existing ??
    store.certificates.add(name, (place) => {
      return { ...place, policy, versions: [], placeholder: undefined, operation: undefined };
    });
  const version: IssuedVersion = {
    ...{ id: newId(), leaf, chain, privateKey: key, contentType, tags: sent.tags },
    exportable: policy.key_props.exportable,
    preserveCertOrder: sent.preserveCertOrder,
    attributes: {
      enabled: sent.attributes?.enabled ?? true,
      nbf: seconds(leaf.validFromDate.getTime()),
      exp: seconds(leaf.validToDate.getTime()),
      ...{ created: time, updated: time },
    },
  };
  entry.policy = policy;
  entry.operation = undefined;
  entry.placeholder = undefined;
  entry.versions.push(version);
  return { status: 200, body: certificateBundle(store, entry, version) };
}

function readFile(value: string, password = ''): KeyAndChain {
  try {
    return decodePkcs12(Buffer.from(value, 'base64'), password);
  } catch {
    throw badParameter(
      'The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format.',
    );
  }
}

function readPem(value: string): KeyAndChain {
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(value)?.[0];
  const certificates = value.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (certificates === null || value.includes('\r')) {
    throw badParameter(
      'The specified PEM X.509 certificate content is in an unexpected format. Please check if certificate is in valid PEM format.',
    );
  }
  if (key === undefined) {
    throw badParameter(
      'Private key is not specified in the specified X.509 PEM certificate content. Please specify private key in the X.509 PEM certificate content.',
    );
  }
  const chain = certificates.map((pem) => new X509Certificate(pem).raw);
  return { key: createPrivateKey(key), chain };
}

function leafOf(key: KeyObject, chain: readonly Buffer[]): X509Certificate {
  const publicKey = createPublicKey(key);
  const certificates = chain.map((der) => new X509Certificate(der));
  const leaf = certificates.find((certificate) => certificate.publicKey.equals(publicKey));
  if (leaf === undefined) {
    throw badParameter('The specified private key does not belong to any X.509 certificate.');
  }
  return leaf;
}

function checkKind(leaf: X509Certificate, kty: string): void {
  const kind = leaf.publicKey.asymmetricKeyType === 'rsa' ? 'RSA' : 'EC';
  if (!kty.startsWith(kind)) {
    throw badParameter('The key type of the policy is not that of the specified certificate.');
  }
}
