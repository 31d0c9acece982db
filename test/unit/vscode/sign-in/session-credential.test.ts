import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../../src/domain/errors.ts';
import { sessionCredential } from '../../../../src/vscode/sign-in/session-credential.ts';
import type {
  Account,
  Session,
  SessionRequest,
  Sessions,
} from '../../../../src/vscode/sign-in/sessions.ts';

const ACCOUNT: Account = { id: 'oid.tid', label: 'operator@contoso.com' };
const TENANT = { id: 'tenant-1', name: 'Contoso' };
const VAULT = 'https://vault.azure.net/.default';
const NOW = 1_000_000;
const clock = { now: () => NOW, sleep: () => Promise.resolve() };

function tokenUntil(seconds: number): string {
  const payload = Buffer.from(JSON.stringify({ exp: seconds })).toString('base64url');
  return `header.${payload}.signature`;
}

function sessionsThat(
  answer: (request: SessionRequest) => Session | undefined,
): Sessions & { readonly asked: [string, SessionRequest][] } {
  const asked: [string, SessionRequest][] = [];
  return {
    asked,
    accounts: () => Promise.resolve([ACCOUNT]),
    silent: (request) => {
      asked.push(['silent', request]);
      return Promise.resolve(answer(request));
    },
    interactive: (request) => {
      asked.push(['interactive', request]);
      return Promise.resolve({ accessToken: tokenUntil(5000), account: ACCOUNT });
    },
  };
}

describe('the credential of an account in a tenant', () => {
  it('asks silently, for its tenant, and takes the end from the token', async () => {
    const sessions = sessionsThat(() => ({ accessToken: tokenUntil(5000), account: ACCOUNT }));
    const token = await sessionCredential(sessions, ACCOUNT, TENANT, clock).getToken(VAULT);
    assert.equal(token?.expiresOnTimestamp, 5_000_000);
    assert.deepEqual(sessions.asked, [
      ['silent', { scopes: [VAULT], tenantId: 'tenant-1', claims: undefined }],
    ]);
  });

  it('follows the tenant and the claims that the service names', async () => {
    const sessions = sessionsThat(() => ({ accessToken: 'opaque', account: ACCOUNT }));
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    const token = await credential.getToken([VAULT], { tenantId: 'tenant-2', claims: '{}' });
    assert.deepEqual(sessions.asked, [
      ['silent', { scopes: [VAULT], tenantId: 'tenant-2', claims: '{}' }],
    ]);
    assert.ok(token && token.expiresOnTimestamp > NOW);
  });

  it('never asks the person by itself', async () => {
    const sessions = sessionsThat(() => undefined);
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    await assert.rejects(
      async () => credential.getToken(VAULT),
      (error) =>
        isCertError(error, 'SignInNeeded') &&
        error.facts.account === ACCOUNT.label &&
        error.facts.tenant === 'Contoso',
    );
    assert.deepEqual(
      sessions.asked.map(([how]) => how),
      ['silent'],
    );
  });

  it('does not go on as another account', async () => {
    const other = { id: 'someone.else', label: 'other@contoso.com' };
    const sessions = sessionsThat(() => ({ accessToken: tokenUntil(5000), account: other }));
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    await assert.rejects(
      async () => credential.getToken(VAULT),
      (error) => isCertError(error, 'SignInNeeded'),
    );
  });

  it('asks the person for exactly what was refused: tenant, resource and claims', async () => {
    const sessions = sessionsThat(() => undefined);
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    const request = { scopes: [VAULT], tenantId: 'tenant-2', claims: '{"access_token":{}}' };
    await assert.rejects(async () => credential.getToken(VAULT, request));
    await credential.signIn(['arm']);
    assert.deepEqual(sessions.asked.at(-1), ['interactive', request]);
    await credential.signIn(['arm']);
    assert.deepEqual(sessions.asked.at(-1), [
      'interactive',
      { scopes: ['arm'], tenantId: 'tenant-1', claims: undefined },
    ]);
  });
});

describe('what asks for a sign-in', () => {
  it('is told while something is refused, and no longer after the person has signed in', async () => {
    const sessions = sessionsThat(() => undefined);
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    assert.equal(credential.asksForSignIn, false);
    await assert.rejects(async () => credential.getToken(VAULT));
    assert.equal(credential.asksForSignIn, true);
    await credential.signIn([]);
    assert.equal(credential.asksForSignIn, false);
  });

  it('is told no longer once the editor gives what it had refused', async () => {
    let isSignedIn = false;
    const sessions = sessionsThat(() =>
      isSignedIn ? { accessToken: 'token', account: ACCOUNT } : undefined,
    );
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    await assert.rejects(async () => credential.getToken(VAULT));
    isSignedIn = true;
    await credential.getToken('https://management.azure.com/.default');
    assert.equal(credential.asksForSignIn, true);
    await credential.getToken(VAULT);
    assert.equal(credential.asksForSignIn, false);
  });

  it('goes to the person with the claims of a service that took no silent token', async () => {
    const sessions = sessionsThat(() => ({ accessToken: tokenUntil(5000), account: ACCOUNT }));
    const credential = sessionCredential(sessions, ACCOUNT, TENANT, clock);
    await credential.getToken(VAULT, { claims: '{"access_token":{}}' });
    await credential.signIn(['arm']);
    assert.deepEqual(sessions.asked.at(-1), [
      'interactive',
      { scopes: [VAULT], tenantId: 'tenant-1', claims: '{"access_token":{}}' },
    ]);
  });
});
