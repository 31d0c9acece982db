import type { ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';
import { quoted, quoting, utc, type Entries, type Entry } from './explanation.ts';
import { azLogin } from './other-tenants.ts';
import { describeAttempt } from './reasons.ts';

export type NetworkError =
  | 'NotSignedIn'
  | 'SignInFailed'
  | 'SignInPackageNeeded'
  | 'SignInNeeded'
  | 'SignInAgain'
  | 'HostUnreachable'
  | 'HostTimeout'
  | 'TlsUntrusted'
  | 'ProxyRefused'
  | 'Throttled'
  | 'UnexpectedAnswer';

export const networkMessages: Entries<NetworkError> = {
  NotSignedIn: ({ tried }, t) => ({
    message:
      tried.length > 0
        ? t(
            'Nobody is signed in to Azure here ({0}).',
            tried.map((attempt) => describeAttempt(attempt, t)).join('; '),
          )
        : t('Nobody is signed in to Azure here.'),
    remedies: [
      {
        text: t('Sign in with the Azure CLI.'),
        command: 'az login',
        only: 'command-line',
      },
      {
        text: t('In a pipeline set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.'),
        only: 'command-line',
      },
      { text: t('Sign in.'), action: { kind: 'sign-in' }, only: 'editor' },
    ],
  }),
  SignInFailed: ({ method, reason, tenant }, t) => ({
    message:
      tenant === undefined
        ? quoting(
            reason,
            (said) => t('Signing in with {0} failed: {1}', method, said),
            () => t('Signing in with {0} failed.', method),
          )
        : quoting(
            reason,
            (said) => t('Signing in to the tenant {0} with {1} failed: {2}', tenant, method, said),
            () => t('Signing in to the tenant {0} with {1} failed.', tenant, method),
          ),
    remedies: [
      {
        text: t('Check the account, or sign in again.'),
        ...(tenant !== undefined && method === 'azure-cli' ? { command: azLogin(tenant) } : {}),
        action: { kind: 'sign-in' },
      },
    ],
  }),
  SignInPackageNeeded: ({ installed }, t) => ({
    message: installed
      ? t(
          'Signing in with the account of VS Code needs version 2 of the package @azure/identity-vscode; the one that is installed is another.',
        )
      : t(
          'Signing in with the account of VS Code needs version 2 of the package @azure/identity-vscode; it is not installed.',
        ),
    remedies: [
      {
        text: t('Install it.'),
        command: 'npm install --global @azure/identity-vscode@2',
        only: 'command-line',
      },
    ],
  }),
  SignInNeeded: ({ account, tenant }, t) => ({
    message:
      tenant === ''
        ? t('Azure shows nothing of this until {0} has signed in.', account)
        : t('Nothing of the tenant {1} is shown until {0} has signed in there.', account, tenant),
    remedies: [{ text: t('Sign in.'), action: { kind: 'sign-in' } }],
  }),
  SignInAgain: ({ tenant, resource, azureCli }, t) => ({
    message:
      tenant === ''
        ? t(
            '{0} no longer accepts this sign-in: it was revoked, or a policy of the company asks for more.',
            resource,
          )
        : t(
            '{0} no longer accepts this sign-in to the tenant {1}: it was revoked, or a policy of the company asks for more.',
            resource,
            tenant,
          ),
    remedies: [
      {
        text: t('Sign in again.'),
        ...(azureCli ? { command: loginWithClaims(tenant, azureCli) } : {}),
        action: { kind: 'sign-in' },
      },
    ],
  }),
  HostUnreachable: ({ host, reason }, t) => ({
    message: quoting(
      reason,
      (said) => t('{0} could not be reached: {1}', host, said),
      () => t('{0} could not be reached.', host),
    ),
    remedies: [
      {
        text: t('Check the network, the name, and HTTPS_PROXY if there is a proxy between.'),
        only: 'command-line',
      },
      {
        text: t('Check the network, the name, and the setting of the proxy if there is one.'),
        action: { kind: 'open-setting', setting: 'http.proxy' },
        only: 'editor',
      },
      whereItRuns(t),
    ],
  }),
  HostTimeout: ({ host, seconds }, t) => ({
    message: t('{0} did not answer within {1} seconds.', host, seconds),
    remedies: [
      { text: t('Try again; check the network and HTTPS_PROXY.'), only: 'command-line' },
      {
        text: t('Try again; check the network and the setting of the proxy.'),
        action: { kind: 'open-setting', setting: 'http.proxy' },
        only: 'editor',
      },
    ],
  }),
  TlsUntrusted: ({ host, reason }, t) => ({
    message: quoting(
      reason,
      (said) => t('The certificate that {0} shows is not trusted here: {1}', host, said),
      () => t('The certificate that {0} shows is not trusted here.', host),
    ),
    remedies: [
      {
        text: t(
          'If a proxy of your company opens TLS, name its root certificate in NODE_EXTRA_CA_CERTS.',
        ),
        only: 'command-line',
      },
      {
        text: t(
          'If a proxy of your company opens TLS, have its root certificate trusted by the system, and http.systemCertificates switched on.',
        ),
        action: { kind: 'open-setting', setting: 'http.systemCertificates' },
        only: 'editor',
      },
    ],
  }),
  ProxyRefused: ({ proxy, host, status }, t) => ({
    message:
      proxy === ''
        ? t('The proxy refused a connection to {0} ({1}).', host, status)
        : t('The proxy {0} refused a connection to {1} ({2}).', proxy, host, status),
    remedies: [
      {
        text: t(
          'Have {0} allowed at the proxy, or name it in NO_PROXY if it is reached directly.',
          host,
        ),
        only: 'command-line',
      },
      {
        text: t(
          'Have {0} allowed at the proxy, or name it in http.noProxy if it is reached directly.',
          host,
        ),
        action: { kind: 'open-setting', setting: 'http.noProxy' },
        only: 'editor',
      },
    ],
  }),
  Throttled: ({ host, retryAt }, t) => ({
    message: t('{0} takes no requests for now.', host),
    remedies: [
      {
        text: retryAt ? t('Try again from {0}.', utc(retryAt)) : t('Try again in some minutes.'),
      },
    ],
  }),
  UnexpectedAnswer: ({ host, status, excerpt }, t) =>
    status >= 500
      ? {
          message: quoting(
            excerpt,
            (said) => t('{0}, or something before it, has trouble ({1}): {2}', host, status, said),
            () => t('{0}, or something before it, has trouble ({1}).', host, status),
          ),
          remedies: [{ text: t('Try again later.') }],
        }
      : {
          message: quoting(
            excerpt,
            (said) =>
              t('{0} gave an answer that makes no sense here ({1}): {2}', host, status, said),
            () => t('{0} gave an answer that makes no sense here ({1}).', host, status),
          ),
          remedies: [
            { text: t('Try again; if it stays, something between may be answering instead.') },
          ],
        },
};

/** Signs the Azure CLI in with the claims that are asked for. */
function loginWithClaims(
  tenant: string,
  { scope, claims }: NonNullable<ErrorFacts['SignInAgain']['azureCli']>,
): string {
  const login = `az login --claims-challenge ${quoted(claims)} --scope ${quoted(scope)}`;
  return tenant ? `${login} --tenant ${quoted(tenant)}` : login;
}

/** An extension runs on the user's machine first, which may not reach what a remote one does. */
export function whereItRuns(t: Translate): Entry['remedies'][number] {
  return {
    text: t(
      'If only the machine at the other end of a remote window reaches it, have this extension run there.',
    ),
    action: { kind: 'open-setting', setting: 'remote.extensionKind' },
    only: 'editor',
  };
}
