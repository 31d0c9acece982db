import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCredential } from '../../../src/azure/credentials.ts';
import { loadInstalledPlugin, type LoadPlugin } from '../../../src/azure/vscode-credential.ts';
import { isCertError, type CertError } from '../../../src/domain/errors.ts';
import { scriptedAzure } from './scripted-azure.ts';

const SCOPE = 'https://management.azure.com/.default';

/** What a plugin of the second generation is given (@azure/identity provider.d.ts). */
interface PluginContext {
  readonly vsCodeCredentialControl: {
    setVSCodeAuthRecordPath(path: string | undefined): void;
    setVSCodeBroker(broker: unknown): void;
  };
}

function credentialWith(load: LoadPlugin) {
  const { context } = scriptedAzure(() => ({ status: 500 }));
  return createCredential({ ...context, method: 'vscode', env: {}, loadPlugin: load });
}

const plugin = (register: (context: PluginContext) => void): LoadPlugin => {
  return () => Promise.resolve({ vsCodePlugin: register });
};

async function failureOf(load: LoadPlugin): Promise<CertError> {
  const error: unknown = await credentialWith(load)
    .getToken(SCOPE)
    .catch((reason: unknown) => reason);
  assert.ok(isCertError(error), String(error));
  return error;
}

describe('the account of VS Code', () => {
  it('needs a package, which is named', async () => {
    const error = await failureOf(loadInstalledPlugin);
    assert.equal(error.code, 'SignInPackageNeeded');
    assert.deepEqual(error.facts, { installed: false });
  });

  const unusable: Readonly<Record<string, LoadPlugin>> = {
    // 1.0.1 as it is
    'calls what is no longer there': plugin((context) => {
      const control: { setVsCodeCredentialFinder?: unknown } =
        context.vsCodeCredentialControl as object;
      (control.setVsCodeCredentialFinder as () => void)();
    }),
    'has no plugin': () => Promise.resolve({}),
    'has a plugin that is none': () => Promise.resolve({ vsCodePlugin: 'x' }),
    'is nothing': () => Promise.resolve(undefined),
  };
  for (const [what, load] of Object.entries(unusable)) {
    it(`needs another package than one that ${what}`, async () => {
      const error = await failureOf(load);
      assert.equal(error.code, 'SignInPackageNeeded');
      assert.deepEqual(error.facts, { installed: true });
    });
  }

  it('is not blamed on the package where something else of it is missing', async () => {
    const reason = Object.assign(new Error("Cannot find module './msal.node'"), {
      code: 'MODULE_NOT_FOUND',
    });
    const error = await failureOf(() => Promise.reject(reason));
    assert.equal(error.code, 'SignInFailed');
    assert.deepEqual(error.facts, { method: 'vscode', reason: "Cannot find module './msal.node'" });
  });

  it('is not there before the Azure Resources extension has signed in', async () => {
    const nobody = plugin(({ vsCodeCredentialControl }) => {
      vsCodeCredentialControl.setVSCodeAuthRecordPath(undefined);
      vsCodeCredentialControl.setVSCodeBroker({});
    });
    const error = await failureOf(nobody);
    assert.equal(error.code, 'NotSignedIn');
    assert.deepEqual(error.facts, { tried: [{ kind: 'editor-signed-out' }] });
  });

  it('is not there where its record cannot be read', async () => {
    const gone = plugin(({ vsCodeCredentialControl }) => {
      vsCodeCredentialControl.setVSCodeAuthRecordPath('/nowhere/authRecord.json');
      vsCodeCredentialControl.setVSCodeBroker({});
    });
    assert.equal((await failureOf(gone)).code, 'NotSignedIn');
  });
});
