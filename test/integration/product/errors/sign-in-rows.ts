/** Who may not come in. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import type { Row } from './row.ts';
import { ALWAYS, type Scene } from './scene.ts';

const CHALLENGE =
  'Bearer authorization_uri="https://login.microsoftonline.com/7e57c0de-0000-4000-8000-00000000c0de/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="';

const signedOut = ({ client }: Scene) => ({
  ...Object.fromEntries(Object.entries(client.env).filter(([name]) => !name.startsWith('AZURE_'))),
  PATH: client.stateFolder,
});

export const signInRows = {
  NotSignedIn: {
    exit: 4,
    says: 'Nobody is signed in to Azure here (env (not set: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH); azure-cli (az is not installed)).',
    remedies: [
      'Sign in with the Azure CLI. $ az login',
      'In a pipeline set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.',
    ],
    provoke: (s) => s.runIn(signedOut(s), 'vaults'),
  },
  SignInFailed: {
    exit: 4,
    says: 'Signing in with env failed: AADSTS7000215: Invalid client secret provided.',
    remedies: ['Check the account, or sign in again.'],
    provoke: (s) => s.runIn({ ...s.client.env, AZURE_CLIENT_SECRET: 'wrong' }, 'vaults'),
  },
  SignInPackageNeeded: {
    exit: 4,
    says: 'Signing in with the account of VS Code needs version 2 of the package @azure/identity-vscode; it is not installed.',
    remedies: ['Install it. $ npm install --global @azure/identity-vscode@2'],
    provoke: (s) => s.run('vaults', '--auth', 'vscode'),
  },
  SignInNeeded: {
    why: 'VS Code asks for a token without asking the person; the command line asks nobody.',
    test: 'test/unit/vscode/sign-in/session-credential.test.ts',
  },
  SignInAgain: {
    exit: 4,
    says: 'management.azure.com no longer accepts this sign-in to the tenant 7e57c0de-0000-4000-8000-00000000c0de: it was revoked, or a policy of the company asks for more.',
    remedies: ['Sign in again.'],
    provoke: async (s) => {
      const headers = { 'WWW-Authenticate': CHALLENGE };
      const error = { code: 'InvalidAuthenticationToken', message: 'The session was revoked.' };
      await s.client.fault({
        ...{ kind: 'fail', status: 401, count: ALWAYS, headers, body: { error } },
        match: { api: 'arm' },
      });
      return s.run('vaults');
    },
  },
  NoSubscription: {
    why: 'The command line asks for a subscription by its name; only VS Code shows a list to choose from.',
    test: 'test/unit/vscode/commands/nothing-to-choose.test.ts',
  },
  NoVault: {
    exit: 1,
    says: 'The signed-in account can see no key vault.',
    remedies: [
      'The role Reader on a vault, or on its subscription, is needed to see it.',
      'Use another account.',
    ],
    provoke: (s) => s.runIn(s.world.envOf('nobody'), 'renew', '--due'),
  },
  SubscriptionNotFound: {
    exit: 2,
    says: 'No subscription is called "No Such", or has it as its id, among the 2 that the account sees.',
    remedies: [
      'See which subscriptions there are. $ az account list --output table',
      'The role Reader on a subscription, or on a vault, is needed to see it.',
    ],
    provoke: (s) => s.run('renew', '--due', '--subscription', 'No Such'),
  },
} satisfies Partial<Record<ErrorCode, Row>>;
