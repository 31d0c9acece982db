import type { ErrorFacts } from '../errors.ts';
import { ended, utc, type Explanation } from './explanation.ts';

export type NetworkError =
  | 'NotSignedIn'
  | 'SignInFailed'
  | 'SignInNeeded'
  | 'SignInAgain'
  | 'HostUnreachable'
  | 'HostTimeout'
  | 'TlsUntrusted'
  | 'ProxyRefused'
  | 'Throttled'
  | 'UnexpectedAnswer';

export const networkMessages: {
  readonly [C in NetworkError]: (facts: ErrorFacts[C]) => Explanation;
} = {
  NotSignedIn: ({ tried }) => ({
    message: `Nobody is signed in to Azure here${tried.length > 0 ? ` (${tried.join('; ')})` : ''}.`,
    remedies: [
      { text: 'Sign in with the Azure CLI.', command: 'az login' },
      {
        text: 'In a pipeline set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.',
      },
    ],
  }),
  SignInFailed: ({ method, reason }) => ({
    message: ended(`Signing in with ${method} failed: ${reason}`),
    remedies: [{ text: 'Check the account, or sign in again.' }],
  }),
  SignInNeeded: ({ account, tenant }) => ({
    message: `${account} has to sign in${tenant ? ` to the tenant ${tenant}` : ''} before Azure can be asked.`,
    remedies: [{ text: 'Sign in.' }],
  }),
  SignInAgain: ({ tenant, resource, command }) => ({
    message: `${resource} no longer accepts this sign-in${tenant ? ` to the tenant ${tenant}` : ''}: it was revoked, or a policy of the company asks for more.`,
    remedies: [{ text: 'Sign in again.', ...(command ? { command } : {}) }],
  }),
  HostUnreachable: ({ host, reason }) => ({
    message: ended(`${host} could not be reached: ${reason}`),
    remedies: [
      { text: 'Check the network, the name, and HTTPS_PROXY if there is a proxy between.' },
    ],
  }),
  HostTimeout: ({ host, seconds }) => ({
    message: `${host} did not answer within ${String(seconds)} seconds.`,
    remedies: [{ text: 'Try again; check the network and HTTPS_PROXY.' }],
  }),
  TlsUntrusted: ({ host, reason }) => ({
    message: ended(`The certificate that ${host} shows is not trusted here: ${reason}`),
    remedies: [
      {
        text: 'If a proxy of your company opens TLS, name its root certificate in NODE_EXTRA_CA_CERTS.',
      },
    ],
  }),
  ProxyRefused: ({ proxy, host, status }) => ({
    message: `The proxy${proxy ? ` ${proxy}` : ''} refused a connection to ${host} (${String(status)}).`,
    remedies: [
      {
        text: `Have ${host} allowed at the proxy, or name it in NO_PROXY if it is reached directly.`,
      },
    ],
  }),
  Throttled: ({ host, retryAt }) => ({
    message: `${host} has had too many requests.`,
    remedies: [
      { text: retryAt ? `Try again from ${utc(retryAt)}.` : 'Try again in some minutes.' },
    ],
  }),
  UnexpectedAnswer: ({ host, status, excerpt }) => ({
    message: ended(
      `${host} gave an answer that makes no sense here (${String(status)}): ${excerpt}`,
    ),
    remedies: [{ text: 'Try again; if it stays, something between may be answering instead.' }],
  }),
};
