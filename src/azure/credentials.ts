/**
 * Signing in without an editor. `DefaultAzureCredential` is not used: it also asks the metadata
 * address of Azure's machines, which outside Azure costs seconds and surprises.
 */
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredentialOptions } from '@azure/identity';
import type { Cloud } from '../domain/cloud.ts';
import type { SignInAttempt } from '../domain/error-reasons.ts';
import { CertError } from '../domain/errors.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import { userAgentPrefix } from './pipeline.ts';
import { withRetries } from './retries.ts';
import { signInError } from './sign-in-errors.ts';
import { loadInstalledPlugin, vscodeCredential, type LoadPlugin } from './vscode-credential.ts';

export type SignInMethod = 'env' | 'azure-cli' | 'vscode';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface CredentialOptions {
  /** undefined: the environment's service principal if it is there, else the Azure CLI's account. */
  readonly method: SignInMethod | undefined;
  readonly env: Environment;
  /** Its sign-in host, unless AZURE_AUTHORITY_HOST names another one. */
  readonly cloud: Cloud;
  readonly httpClient: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Of the method `vscode`. */
  readonly loadPlugin?: LoadPlugin;
}

/**
 * A credential whose `getToken` rejects with NotSignedIn (nothing is configured, az is missing or
 * not logged in), SignInFailed (Entra refused) or one of the network codes. Nothing is loaded or
 * asked before the first token. A principal that is configured and refused does not fall back to
 * the CLI: the command would go on as somebody else.
 */
export function createCredential(options: CredentialOptions): TokenCredential {
  const missing = missingVariables(options.env);
  const method = options.method ?? (missing.length === 0 ? 'env' : 'azure-cli');
  const tried: SignInAttempt = { kind: 'variables-missing', variables: missing };
  const open = (): Promise<TokenCredential> => {
    if (method === 'azure-cli') return cliCredential();
    if (method === 'vscode') return editorCredential(options);
    if (missing.length > 0) throw new CertError('NotSignedIn', { tried: [tried] });
    return principalCredential(options);
  };
  const triedBefore = options.method === undefined && method === 'azure-cli' ? [tried] : [];
  return explained(open, method, triedBefore);
}

/**
 * The variables of @azure/identity's EnvironmentCredential. That class itself reads process.env,
 * so its two kinds of principals are made here from the environment that was passed in.
 */
async function principalCredential(options: CredentialOptions): Promise<TokenCredential> {
  const { ClientCertificateCredential, ClientSecretCredential } = await import('@azure/identity');
  const { env } = options;
  const tenant = env['AZURE_TENANT_ID'] ?? '';
  const client = env['AZURE_CLIENT_ID'] ?? '';
  const failures = networkFailures(options);
  const identityOptions = {
    ...transportOptions(options, failures.client),
    // Vaults may live in other tenants than the principal's own.
    additionallyAllowedTenants: ['*'],
  };
  const secret = env['AZURE_CLIENT_SECRET'] ?? '';
  if (secret !== '') {
    return failures.kept(new ClientSecretCredential(tenant, client, secret, identityOptions));
  }
  const password = env['AZURE_CLIENT_CERTIFICATE_PASSWORD'];
  const certificate = {
    certificatePath: env['AZURE_CLIENT_CERTIFICATE_PATH'] ?? '',
    ...(password === undefined ? {} : { certificatePassword: password }),
  };
  const sendCertificateChain = /^(?:true|1)$/i.test(
    env['AZURE_CLIENT_SEND_CERTIFICATE_CHAIN'] ?? '',
  );
  return failures.kept(
    new ClientCertificateCredential(tenant, client, certificate, {
      ...identityOptions,
      sendCertificateChain,
    }),
  );
}

async function editorCredential(options: CredentialOptions): Promise<TokenCredential> {
  const failures = networkFailures(options);
  const load = options.loadPlugin ?? loadInstalledPlugin;
  const identityOptions = transportOptions(options, failures.client);
  return failures.kept(await vscodeCredential(identityOptions, load));
}

async function cliCredential(): Promise<TokenCredential> {
  const { AzureCliCredential } = await import('@azure/identity');
  return new AzureCliCredential({
    additionallyAllowedTenants: ['*'],
    // `az` takes seconds on a slow disk; what takes longer waits for input.
    processTimeoutInMs: 30_000,
  });
}

const PRINCIPAL_VARIABLES: readonly (readonly string[])[] = [
  ['AZURE_TENANT_ID'],
  ['AZURE_CLIENT_ID'],
  ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH'],
];

/** Each with what can stand in its place. */
function missingVariables(env: Environment): readonly (readonly string[])[] {
  return PRINCIPAL_VARIABLES.filter((names) => names.every((name) => (env[name] ?? '') === ''));
}

function transportOptions(
  options: CredentialOptions,
  httpClient: HttpClient,
): TokenCredentialOptions {
  const named = options.env['AZURE_AUTHORITY_HOST'] ?? '';
  return {
    authorityHost: named === '' ? options.cloud.authority : named,
    httpClient,
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: userAgentPrefix(options.version) },
  };
}

/**
 * MSAL turns a failed connection into "network_error" or "endpoints_resolution_error" without its
 * cause (msal-common Token.mjs, Authority.mjs): the last failure is kept next to it.
 */
function networkFailures(options: CredentialOptions): {
  readonly client: HttpClient;
  kept(credential: TokenCredential): TokenCredential;
} {
  const { clock, log } = options;
  const sending = withRetries(options.httpClient, { clock, log, postsAreReads: true });
  let failure: unknown;
  return {
    client: {
      sendRequest: (request) =>
        sending.sendRequest(request).catch((error: unknown) => {
          failure = error;
          throw error;
        }),
    },
    kept: (credential) => ({
      async getToken(scopes, tokenOptions) {
        failure = undefined;
        try {
          return await credential.getToken(scopes, tokenOptions);
        } catch (error) {
          throw failure ?? error;
        }
      },
    }),
  };
}

function explained(
  open: () => Promise<TokenCredential>,
  method: SignInMethod,
  triedBefore: readonly SignInAttempt[],
): TokenCredential {
  let opened: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      try {
        opened ??= open();
        const credential = await opened;
        return await credential.getToken(scopes, options);
      } catch (error) {
        throw signInError(error, method, triedBefore, { scopes, options });
      }
    },
  };
}
