import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../src/domain/errors.ts';
import { isFinal } from '../../../src/domain/finality.ts';

const ca = "Let's Encrypt";
const acme = (status: number): CertError =>
  new CertError('AcmeProblem', { ca, type: 'malformed', status, detail: '', subproblems: [] });
const vault = (status: number): CertError =>
  new CertError('KeyVaultRefused', { vault: 'contoso', status, serviceCode: '', message: '' });
const page = (status: number): CertError =>
  new CertError('UnexpectedAnswer', { host: 'ca.example', status, excerpt: '' });

describe('coming back to a failed issuance', () => {
  const final: readonly (readonly [string, CertError])[] = [
    ['a certificate that the CA does not know', acme(404)],
    ['a request that the vault refuses', vault(400)],
    ['a page that says the order is gone', page(404)],
    ['an order that was given up', new CertError('OrderInvalid', { ca, detail: '' })],
    ['a chain that is none', new CertError('ChainUnusable', { ca, problem: { kind: 'empty' } })],
  ];
  for (const [what, error] of final) {
    it(`does not help with ${what}`, () => {
      assert.equal(isFinal(error), true);
    });
  }

  const passing: readonly (readonly [string, CertError])[] = [
    ['a CA that has trouble', acme(503)],
    ['a CA that is asked too often', acme(429)],
    ['a vault that has trouble', vault(500)],
    ['a maintenance page', page(503)],
    ['a host that cannot be reached', new CertError('HostUnreachable', { host: 'a', reason: '' })],
    ['a role that is missing', forbidden()],
    ['a bug', new CertError('Unexpected', { message: '' })],
  ];
  for (const [what, error] of passing) {
    it(`may help with ${what}`, () => {
      assert.equal(isFinal(error), false);
    });
  }
});

function forbidden(): CertError {
  return new CertError('VaultForbidden', { vault: 'contoso', gate: 'rbac', message: '' });
}
