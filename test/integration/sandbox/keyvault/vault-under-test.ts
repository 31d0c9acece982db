/** One vault behind the Api function, with a clock in hand and callers named in the token. */
import assert from 'node:assert/strict';
import { ensureOpenApi } from '../../../../scripts/provision/openapi.ts';
import { printFinding } from '../../../openapi/finding.ts';
import { openExchangeValidator } from '../../../openapi/validate-exchange.ts';
import type { TokenRefused, TokenVerifier } from '../../../sandbox/identity/tokens.ts';
import type { KeyVault } from '../../../sandbox/keyvault/keyvault-api.ts';
import { createKeyVaultApi } from '../../../sandbox/keyvault/keyvault-api.ts';
import type { Vault } from '../../../sandbox/keyvault/vault.ts';
import type { RoleAssignment } from '../../../sandbox/principals.ts';

export const TENANT = '00000000-0000-0000-0000-000000000000';
const SUBSCRIPTION = '/subscriptions/11111111-0000-0000-0000-000000000000';
export const VAULT_ID = `${SUBSCRIPTION}/resourceGroups/Certificates/providers/Microsoft.KeyVault/vaults/vaultname`;

const ROLES: Readonly<Record<string, readonly RoleAssignment[]>> = {
  officer: [{ role: 'Key Vault Certificates Officer', scope: VAULT_ID.toLowerCase() }],
  administrator: [{ role: 'Key Vault Administrator', scope: VAULT_ID.toLowerCase() }],
  auditor: [{ role: 'Key Vault Certificate User', scope: SUBSCRIPTION }],
  reader: [
    {
      role: 'Key Vault Reader',
      scope: `${SUBSCRIPTION}/resourcegroups/certificates`,
    },
  ],
  neighbour: [{ role: 'Key Vault Certificates Officer', scope: `${VAULT_ID.toLowerCase()}2` }],
  cryptoOfficer: [{ role: 'Key Vault Crypto Officer', scope: VAULT_ID.toLowerCase() }],
  cryptoUser: [{ role: 'Key Vault Crypto User', scope: SUBSCRIPTION }],
  signer: [{ role: 'Key Vault Crypto User', scope: `${VAULT_ID.toLowerCase()}/keys/account` }],
  withoutDeletion: [
    { role: 'Contoso Certificates Without Deletion', scope: VAULT_ID.toLowerCase() },
  ],
  vaultContributor: [{ role: 'Key Vault Contributor', scope: SUBSCRIPTION }],
  armReader: [{ role: 'Reader', scope: SUBSCRIPTION }],
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface RequestOptions {
  readonly body?: unknown;
  /** A principal of ROLES, or what is wrong with the token. */
  readonly as?: string;
  readonly apiVersion?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** False for requests that are not of the API at all. */
  readonly isDescribed?: boolean;
}

export interface VaultUnderTest {
  readonly keyVault: KeyVault;
  /** Every exchange is validated against Azure's own description of the API. */
  readonly request: (method: string, path: string, options?: RequestOptions) => Promise<Answer>;
  /** Moves the sandbox's clock. */
  readonly advance: (seconds: number) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const validate = await openExchangeValidator(
  await ensureOpenApi((line) => {
    process.stderr.write(`${line}\n`);
  }),
);

export function createVaultUnderTest(parts: Partial<Vault> = {}): VaultUnderTest {
  let now = Date.parse('2026-03-01T12:00:00Z');
  const vault = {
    name: 'vaultname',
    id: VAULT_ID,
    tenantId: TENANT,
    location: 'westeurope',
    ...parts,
  };
  const keyVault = createKeyVaultApi({ vaults: [vault], verifyToken, now: () => now });

  async function request(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const { body, as = 'officer', apiVersion = '2025-07-01', isDescribed = true } = options;
    const url = new URL(`https://vaultname.vault.azure.net${path}`);
    if (apiVersion !== '' && !url.searchParams.has('api-version')) {
      url.search += `${url.search === '' ? '?' : '&'}api-version=${apiVersion}`;
    }
    const answer = await keyVault.api({
      method,
      url,
      headers: { ...options.headers, authorization: as === '' ? undefined : `Bearer ${as}` },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    if (isDescribed) {
      const verdict = validate({
        method,
        url,
        requestBody: body,
        status: answer.status,
        responseBody: answer.body,
      });
      assert.deepEqual(verdict?.unexplained.map(printFinding), [], `${method} ${path}`);
    }
    return { status: answer.status, headers: answer.headers ?? {}, body: answer.body };
  }

  return {
    keyVault,
    request,
    advance: (seconds) => {
      now += seconds * 1000;
    },
    now: () => now,
  };
}

const FAILURES = ['malformed', 'signature', 'tenant', 'audience', 'expired'] as const;

const verifyToken: TokenVerifier = (authorization, audience) => {
  assert.equal(audience, 'https://vault.azure.net');
  const name = /^Bearer (.*)$/.exec(authorization ?? '')?.[1];
  const failure = FAILURES.find((each) => each === name);
  if (name === undefined) return Promise.resolve<TokenRefused>({ failure: 'missing' });
  if (failure !== undefined) {
    return Promise.resolve<TokenRefused>({
      failure,
      issuer: 'https://sts.windows.net/{tenant 2}/',
      audience: 'https://management.azure.com/',
    });
  }
  const tenantId = name === 'foreigner' ? '99999999-0000-0000-0000-000000000000' : TENANT;
  return Promise.resolve({
    caller: {
      tenantId,
      principal: {
        name,
        clientId: `${name}-app`,
        objectId: `${name}-object`,
        clientSecret: '',
        roles: ROLES[name] ?? [],
      },
    },
  });
};
