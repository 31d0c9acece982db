/** The directory (RFC 8555 §7.1.1; profiles: draft-ietf-acme-profiles §3; ARI: RFC 9773 §4.1). */
import type { AcmeDirectory } from '../domain/acme.ts';
import { isObject, objectOf, optionalUrl, urlMember } from './answer.ts';
import { oneLine } from './foreign-text.ts';
import type { HttpAnswer } from './http.ts';

/** The directory with the URLs that only this layer asks. */
export interface CaResources {
  readonly newNonce: string;
  readonly newAccount: string;
  readonly newOrder: string;
  /** Without a slash at its end; absent where the CA has no renewal information (RFC 9773 §4.1). */
  readonly renewalInfo: string | undefined;
  /** Absent where keys cannot be exchanged. */
  readonly keyChange: string | undefined;
  readonly revokeCert: string | undefined;
  readonly directory: AcmeDirectory;
}

/** @throws CertError UnexpectedAnswer if this is no directory of an ACME server */
export function readDirectory(answer: HttpAnswer): CaResources {
  const document = objectOf(answer);
  const meta = isObject(document['meta']) ? document['meta'] : {};
  const { termsOfService, externalAccountRequired, profiles, caaIdentities, website } = meta;
  const renewalInfo = optionalUrl(document['renewalInfo'])?.replace(/\/+$/, '');
  const keyChange = optionalUrl(document['keyChange']);
  const revokeCert = optionalUrl(document['revokeCert']);
  return {
    newNonce: urlMember(answer, document, 'newNonce'),
    newAccount: urlMember(answer, document, 'newAccount'),
    newOrder: urlMember(answer, document, 'newOrder'),
    renewalInfo,
    keyChange,
    revokeCert,
    directory: {
      url: answer.url,
      terms: typeof termsOfService === 'string' ? oneLine(termsOfService, 500) : undefined,
      profiles: readProfiles(profiles),
      externalAccountRequired: externalAccountRequired === true,
      caaIdentities: textsOf(caaIdentities),
      hasRenewalInfo: renewalInfo !== undefined,
      keyRollover: keyChange !== undefined,
      revocation: revokeCert !== undefined,
      website: optionalUrl(website),
    },
  };
}

/** Profile names with what the CA says about them. */
function readProfiles(value: unknown): Readonly<Record<string, string>> {
  const profiles = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(profiles.map(([name, text]) => [oneLine(name, 100), wordsOf(text)]));
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? oneLine(value, 500) : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
