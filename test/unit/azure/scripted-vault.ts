/** A vault whose service is a function; it challenges first, as the real one does. */
import assert from 'node:assert/strict';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import type { CertificateVault, Vault } from '../../../src/domain/key-vault.ts';
import { createCertificateVault } from '../../../src/azure/key-vault.ts';
import {
  fixtures,
  scriptedAzure,
  type Answer,
  type Responder,
  type ScriptedAzure,
} from './scripted-azure.ts';

export const recorded = fixtures('key-vault');

export const VAULT: Vault = {
  id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/vaultname',
  name: 'vaultname',
  uri: 'https://vaultname.vault.azure.net',
  subscriptionId: 's',
  resourceGroup: 'rg',
  tenantId: 't',
  location: 'westus2',
};

export const POLICY: CertificatePolicy = {
  issuer: 'Unknown',
  subject: 'CN=example.com',
  dnsNames: ['example.com', '*.example.com'],
  key: { kty: 'EC', size: undefined, curve: 'P-256', exportable: true, reuse: false },
  contentType: 'application/x-pkcs12',
  ekus: ['1.3.6.1.5.5.7.3.1'],
  validityMonths: 3,
};

/** Challenges whatever has no token, as the service does before all else. */
export function challenging(respond: Responder): Responder {
  return (sent, request) =>
    sent.headers['authorization'] === undefined
      ? recorded('challenge-401-2025')
      : respond(sent, request);
}

export function vaultOf(respond: Responder): ScriptedAzure & { vault: CertificateVault } {
  const azure = scriptedAzure(challenging(respond));
  return { ...azure, vault: createCertificateVault(VAULT, azure.context) };
}

export function withCsr(answer: Required<Answer>, csr: string): Answer {
  return { ...answer, body: { ...(answer.body as object), csr } };
}

/** For assert.rejects. */
export const code = (expected: string) => (error: unknown) => {
  assert.ok(isCertError(error), String(error));
  assert.equal(error.code, expected);
  return true;
};
