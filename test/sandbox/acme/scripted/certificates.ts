/** Finalization, certificates (RFC 8555, 7.4) and their renewal information (RFC 9773, 4). */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { ApiResponse, Now } from '../../api.ts';
import type { JsonObject } from '../../arm/json.ts';
import type { Account } from './accounts.ts';
import { BASE } from './directory.ts';
import {
  createIssuer,
  DAY,
  newKeys,
  type IssuedCertificate,
  type Issuer,
  type PublicKey,
} from './issuer.ts';
import type { Order } from './orders.ts';
import { problem, problemDocument } from './problem.ts';
import type { Instructions } from './rule.ts';

export class Certificates {
  readonly #issued: (IssuedCertificate & { readonly url: string; readonly account: Account })[] =
    [];
  readonly #now: Now;
  #issuer: Promise<Issuer> | undefined;

  constructor(now: Now) {
    this.#now = now;
  }

  /** Made when it is first needed: most worlds never ask this CA. */
  issuer(): Promise<Issuer> {
    this.#issuer ??= createIssuer(this.#now());
    return this.#issuer;
  }

  /**
   * Takes the request of an order that is ready. It is `processing` then; the certificate is there
   * a moment later.
   *
   * @throws ApiError badCSR
   */
  async finalize(order: Order, payload: JsonObject, instructions: Instructions): Promise<void> {
    const request = await readRequest(payload['csr'], order);
    const { names = order.names, otherKey, outcome, detail = 'The CA gives it up.' } = instructions;
    order.outcome = outcome ?? 'processing';
    if (outcome === 'invalid') order.error = problemDocument('serverInternal', detail);
    if (outcome !== undefined) return;
    const publicKey = otherKey === true ? (await newKeys()).publicKey : request.publicKey;
    void this.#issue(order, { names, publicKey });
  }

  /** PEM (RFC 8555, 7.4.2). */
  response(account: Account, url: string): ApiResponse {
    const found = this.#issued.find((each) => each.url === url);
    if (found === undefined) throw problem('malformed', 'There is no such certificate.', 404);
    if (found.account !== account) {
      throw problem('unauthorized', 'The certificate is of another account.', 403);
    }
    const headers = { 'Content-Type': 'application/pem-certificate-chain' };
    return { status: 200, headers, body: found.chain };
  }

  /** The last third of the lifetime, a day of it. */
  renewalInfo(certId: string): ApiResponse {
    const found = this.#issued.find((each) => each.certId === certId);
    if (found === undefined) throw problem('malformed', 'There is no such certificate.', 404);
    const start = found.notBefore + ((found.notAfter - found.notBefore) * 2) / 3;
    const [from, to] = [start, start + DAY].map((time) => new Date(time).toISOString());
    const body = { suggestedWindow: { start: from, end: to } };
    return { status: 200, headers: { 'Retry-After': '21600' }, body };
  }

  async #issue(
    order: Order,
    wish: { readonly names: readonly string[]; readonly publicKey: PublicKey },
  ): Promise<void> {
    try {
      const issuer = await this.issuer();
      const issued = await issuer.issue({ ...wish, now: this.#now() });
      const url = `${BASE}/acme/certificate/${this.#issued.length + 1}`;
      this.#issued.push({ ...issued, url, account: order.account });
      order.certificate = url;
      order.outcome = 'valid';
    } catch (error) {
      order.outcome = 'invalid';
      order.error = problemDocument('serverInternal', String(error));
    }
  }
}

/** @throws ApiError badCSR */
async function readRequest(csr: unknown, order: Order): Promise<x509.Pkcs10CertificateRequest> {
  const request = parseRequest(csr);
  if (request === undefined || !(await request.verify(webcrypto))) {
    throw problem('badCSR', 'The CSR is no PKCS#10 that is signed with its key.');
  }
  const asked = new Set([
    ...request.subjectName.getField('CN'),
    ...(
      request.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension)?.names
        .items ?? []
    ).map(({ value }) => value),
  ]);
  if (asked.size !== order.names.length || order.names.some((name) => !asked.has(name))) {
    throw problem('badCSR', `The CSR is for ${[...asked].join(', ')}.`);
  }
  return request;
}

function parseRequest(csr: unknown): x509.Pkcs10CertificateRequest | undefined {
  try {
    return new x509.Pkcs10CertificateRequest(Buffer.from(String(csr), 'base64url'));
  } catch {
    return undefined;
  }
}
