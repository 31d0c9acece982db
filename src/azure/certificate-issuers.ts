/** The port CertificateIssuers on Key Vault's REST API. */
import type { CertificateIssuer, CertificateIssuers } from '../domain/certificate-issuers.ts';
import type { CertError } from '../domain/errors.ts';
import { keyVaultError } from './key-vault-errors.ts';
import { absentIfNotFound } from './not-found.ts';
import type { Refusal } from './refusals.ts';
import type { VaultRest } from './vault-rest.ts';

/** Asks nothing before the first use. */
export function createCertificateIssuers(vault: string, rest: VaultRest): CertificateIssuers {
  const explain = (refusal: Refusal): CertError => keyVaultError(vault, refusal);
  return {
    async get(name, signal) {
      const path = `/certificates/issuers/${encodeURIComponent(name)}`;
      const doing = `reading the issuer ${name} of vault ${vault}`;
      const answer = await absentIfNotFound(
        rest.ask({ method: 'GET', path, doing, explain }, signal),
      );
      return answer === undefined ? undefined : toIssuer(answer as WireIssuer);
    },
    async list(signal) {
      const doing = `listing the issuers of vault ${vault}`;
      const issuers: CertificateIssuer[] = [];
      for await (const page of rest.pages(
        { path: '/certificates/issuers', doing, explain },
        signal,
      )) {
        issuers.push(...page.map((item) => toIssuer(item as WireIssuer)));
      }
      return issuers;
    },
  };
}

/** IssuerBundle and CertificateIssuerItem of the data plane's OpenAPI description. */
interface WireIssuer {
  readonly id?: string;
  readonly provider?: string;
}

function toIssuer({ id = '', provider = '' }: WireIssuer): CertificateIssuer {
  return { name: id.split('/').at(-1) ?? '', provider };
}
