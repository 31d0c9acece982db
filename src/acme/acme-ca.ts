/** The ACME layer's entry: one CA, behind the domain's port. */
import type { AcmeCa, AcmeSession } from '../domain/acme.ts';
import { caNameOf } from '../domain/certificate-authorities.ts';
import {
  type KnownAccount,
  fetchAccount,
  findAccount,
  registerAccount,
  updateAccount,
} from './account.ts';
import { newAccountKey } from './acme-client.ts';
import { deactivateAuthorization, fetchAuthorizations } from './authorization.ts';
import { type CaConnection, get } from './ca-connection.ts';
import { downloadCertificate } from './certificate.ts';
import { answerChallenge } from './challenge.ts';
import { readDirectory } from './directory.ts';
import type { Exchange } from './http.ts';
import { createOrder } from './new-order.ts';
import { rollOver } from './key-rollover.ts';
import { localSigner } from './local-signer.ts';
import { NoncePool } from './nonce-pool.ts';
import { awaitOrder, fetchOrder, finalizeOrder } from './order.ts';
import { fetchRenewalInfo } from './renewal-info.ts';
import { paced } from './request-rates.ts';
import { RequestSlots } from './request-slots.ts';
import type { RetryTools } from './retry.ts';
import { revoke } from './revocation.ts';
import { SharedResult } from './shared-result.ts';
import { type TransportOptions, createTransport } from './transport.ts';
import { awaitValidation } from './validation.ts';

/**
 * Ten certificates with two names each keep as many busy. How fast the CA is asked is said by
 * request-rates.ts; this keeps a hundred names from opening a hundred connections.
 */
const SIDE_BY_SIDE = 24;

export interface AcmeCaOptions extends RetryTools, Omit<TransportOptions, 'ownRoots'> {
  readonly directoryUrl: string;
  /** PEM: roots of a private CA's own web server. */
  readonly rootCertificates?: string | undefined;
}

/** A CA that is asked over HTTPS. Nothing is sent before it is needed; the directory once. */
export function createAcmeCa(options: AcmeCaOptions): AcmeCa {
  const { directoryUrl, rootCertificates: pem } = options;
  const own = pem === undefined ? {} : { ownRoots: { host: new URL(directoryUrl).host, pem } };
  return acmeCaOver(createTransport({ ...options, ...own }), directoryUrl, options);
}

/** The same over any exchange of requests and answers. */
export function acmeCaOver(exchange: Exchange, directoryUrl: string, tools: RetryTools): AcmeCa {
  const ca = connect(exchange, directoryUrl, tools);
  return {
    directory: async (signal) => (await ca.resources(signal)).directory,
    newAccountKey,
    localSigner,
    findAccount: (signer, signal) => findAccount(ca, signer, signal),
    registerAccount: (signer, registration, signal) =>
      registerAccount(ca, signer, registration, signal),
    renewalInfo: (certId, signal) => fetchRenewalInfo(ca, certId, signal),
    revokeByKey: (signer, der, reason, signal) =>
      revoke(ca, { signer, url: undefined }, der, reason, signal),
    session: (account) => sessionOf(ca, account),
  };
}

function connect(unpaced: Exchange, directoryUrl: string, tools: RetryTools): CaConnection {
  const { clock, random, log } = tools;
  const exchange = paced(unpaced, new URL(directoryUrl).host, clock);
  const asking = { name: caNameOf(directoryUrl), exchange, clock, random, log };
  const resources = new SharedResult(
    async (signal) => readDirectory(await get(asking, directoryUrl, signal)),
    `reading the directory of ${asking.name}`,
  );
  const nonces = new NoncePool(async (signal) => {
    const { newNonce: url } = await resources.get(signal);
    return exchange({ method: 'HEAD', url }, signal);
  });
  const slots = new RequestSlots(SIDE_BY_SIDE);
  return { ...asking, nonces, slots, resources: (signal) => resources.get(signal) };
}

function sessionOf(ca: CaConnection, account: KnownAccount): AcmeSession {
  return {
    newOrder: (request, signal) => createOrder(ca, account, request, signal),
    order: (url, signal) => fetchOrder(ca, account, url, signal),
    authorizations: (order, signal) => fetchAuthorizations(ca, account, order, signal),
    answer: (challenge, signal) => answerChallenge(ca, account, challenge, signal),
    awaitValidation: (order, watch, signal) => awaitValidation(ca, account, order, watch, signal),
    finalize: (order, csr, signal) => finalizeOrder(ca, account, order, csr, signal),
    awaitOrder: (url, until, signal) => awaitOrder(ca, account, url, until, signal),
    downloadCertificate: (order, wish, signal) =>
      downloadCertificate(ca, account, order, wish, signal),
    deactivate: (url, signal) => deactivateAuthorization(ca, account, url, signal),
    account: (signal) => fetchAccount(ca, account, signal),
    updateContact: (contact, signal) => updateAccount(ca, account, { contact }, signal),
    deactivateAccount: (signal) => updateAccount(ca, account, { status: 'deactivated' }, signal),
    rollOver: (newSigner, signal) => rollOver(ca, account, newSigner, signal),
    revoke: (der, reason, signal) => revoke(ca, account, der, reason, signal),
  };
}
