/** POST /certificates/{name}/import */
import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { ApiResponse } from '../api.ts';
import { certificateBundle } from './certificate-bundle.ts';
import type { CertificateEntry, IssuedVersion } from './certificate-entry.ts';
import type { CertificatePolicy } from './certificate-policy.ts';
import { checkConflicts } from './create-certificate.ts';
import { badParameter } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { importedPolicy } from './imported-policy.ts';
import { newId, seconds } from './operation-lifecycle.ts';
import { checkPolicy } from './policy-rules.ts';
import { readPem } from './read-pem.ts';
import { decodePkcs12, type KeyAndChain } from './read-pkcs12.ts';
import { bindImport, type ImportParameters } from './request-body.ts';

const PKCS12 = 'application/x-pkcs12';
const PEM = 'application/x-pem-file';
/** Documented: a longer password or subject is refused. */
const LONGEST_TEXT = 200;

/** 200, without a Location and without `pending` (recorded). */
export function importCertificate(exchange: Exchange): ApiResponse {
  const { request, store, name, now } = exchange;
  const sent = bindImport(request);
  const existing = checkConflicts(exchange);
  checkLength('pwd', sent.pwd);
  checkLength('subject', sent.policy?.x509_props?.subject);
  // Sticky: a new version is of the kind that the name has, unless another one is asked for.
  const contentType =
    sent.policy?.secret_props?.contentType ?? existing?.policy.secret_props.contentType ?? PKCS12;
  const { key, chain, leaf } = read(sent, contentType);
  if (leaf.validToDate.getTime() <= now) {
    throw badParameter('The specified X.509 certificate has expired.');
  }
  const policy = policyFor(existing, sent, leaf, { contentType, time: seconds(now) });
  checkPolicy(policy, store);
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
      ...{ created: seconds(now), updated: seconds(now) },
    },
  };
  entry.policy = policy;
  entry.operation = undefined;
  entry.placeholder = undefined;
  entry.versions.push(version);
  return { status: 200, body: certificateBundle(store, entry, version) };
}

/** A policy that the name has already stays as it is where none is sent. */
function policyFor(
  existing: CertificateEntry | undefined,
  { policy: sent }: ImportParameters,
  leaf: X509Certificate,
  { contentType, time }: { readonly contentType: string; readonly time: number },
): CertificatePolicy {
  if (sent === undefined && existing !== undefined) {
    checkKind(leaf, existing.policy.key_props.kty);
    return existing.policy;
  }
  checkKind(leaf, sent?.key_props?.kty);
  const created = existing?.policy.attributes.created ?? time;
  const stamps = { enabled: true, created, updated: time };
  return importedPolicy(sent ?? {}, leaf, contentType, stamps);
}

interface Imported {
  readonly key: KeyObject;
  readonly chain: readonly Buffer[];
  readonly leaf: X509Certificate;
}

function read({ value, pwd = '' }: ImportParameters, contentType: string): Imported {
  const { key, chain } = contentType === PEM ? readPem(value, pwd) : readFile(value, pwd);
  if (key === undefined) {
    throw badParameter(
      'Private key is not specified in the specified PKCS#12 X.509 certificate content. Please specify private key in the PKCS#12 X.509 certificate content.',
    );
  }
  return { key, chain, leaf: leafOf(key, chain) };
}

function readFile(value: string, password: string): KeyAndChain {
  try {
    return decodePkcs12(Buffer.from(value, 'base64'), password);
  } catch {
    throw badParameter(
      'The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format.',
    );
  }
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

/** @param kty that the policy names, where it names one */
function checkKind(leaf: X509Certificate, kty: string | undefined): void {
  const kind = leaf.publicKey.asymmetricKeyType === 'rsa' ? 'RSA' : 'EC';
  if (kty !== undefined && !kty.startsWith(kind)) {
    throw badParameter('The key type of the policy is not that of the specified certificate.');
  }
}

function checkLength(property: string, text = ''): void {
  if (text.length > LONGEST_TEXT) {
    throw badParameter(`Property ${property} has invalid value: its char length is too long\r\n`);
  }
}
