import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Survey } from '../../../../src/app/survey-renewals.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import type { RenewalDecision } from '../../../../src/domain/renewal-decision.ts';
import { english } from '../../../../src/domain/translate.ts';
import type { Directory } from '../../../../src/vscode/directory.ts';
import { surveyDue } from '../../../../src/vscode/expiry/survey-due.ts';
import { certificateNamed, fakeDirectory, NOW, TENANT, vaultNamed } from '../fake-directory.ts';

const { signal } = new AbortController();
const DUE = {
  kind: 'now',
  reason: { kind: 'window', since: new Date(NOW - 7_200_000) },
} as const satisfies RenewalDecision;
const WAITS: RenewalDecision = {
  kind: 'later',
  at: new Date(NOW + 60_000),
  reason: { kind: 'failed-before', count: 1, code: 'TxtConflict' },
};

function directory(account: string, surveys: (vaults: readonly string[]) => Partial<Survey>) {
  const fake = fakeDirectory({}, TENANT, { id: account, label: `${account}@contoso.com` });
  const asked: string[] = [];
  const opened: Directory = {
    ...fake,
    engine: async () => ({
      ...(await fake.engine()),
      survey: ({ vaults }) => {
        asked.push(...vaults);
        return Promise.resolve({ certificates: [], failures: [], ...surveys(vaults) });
      },
    }),
  };
  return { opened, asked };
}

const certificate = (vault: string, name: string, decision: RenewalDecision = DUE) => ({
  ...{ vault: vaultNamed(vault), certificate: certificateNamed(name, 20), ca: 'letsencrypt' },
  decision,
});

describe('what is due in the chosen vaults', () => {
  it('is what the engine says, with its reason', async () => {
    const { opened } = directory('anna', () => ({
      certificates: [certificate('contoso', 'www'), certificate('contoso', 'api', WAITS)],
    }));
    const seen = [{ directory: opened, vault: vaultNamed('contoso') }];
    const { due, failures } = await surveyDue(seen, new Date(NOW), english, signal);
    const ref = { directory: opened.key, vaultId: vaultNamed('contoso').id, vault: 'contoso' };
    assert.deepEqual(due, [
      {
        ref: { ...ref, name: 'api' },
        why: 'An attempt has failed (TxtConflict); the next one follows on 2026-11-22 12:01 UTC.',
        ...{ decision: WAITS, thumbprint: 'ab'.repeat(20) },
        occasion: undefined,
        isNow: false,
      },
      {
        ref: { ...ref, name: 'www' },
        why: "The CA's renewal window opened 2 hours ago.",
        ...{ decision: DUE, thumbprint: 'ab'.repeat(20) },
        occasion: { kind: 'due', reason: 'window' },
        isNow: true,
      },
    ]);
    assert.deepEqual(failures, []);
  });

  it('looks through a vault once that two accounts see', async () => {
    const anna = directory('anna', () => ({}));
    const bert = directory('bert', () => ({}));
    const seen = [anna, bert].map(({ opened }) => ({
      directory: opened,
      vault: vaultNamed('contoso'),
    }));
    await surveyDue(seen, new Date(NOW), english, signal);
    assert.equal([...anna.asked, ...bert.asked].length, 1);
  });

  it('is not hidden by what cannot be looked at', async () => {
    const error = new CertError('HostTimeout', { host: 'contoso.vault.azure.net', seconds: 30 });
    const anna = directory('anna', () => ({ failures: [{ vault: vaultNamed('locked'), error }] }));
    const bert = directory('bert', () => ({ certificates: [certificate('fabrikam', 'www')] }));
    const gone: Directory = { ...anna.opened, key: 'gone', engine: () => Promise.reject(error) };
    const vaults = [
      { directory: anna.opened, vault: vaultNamed('locked') },
      { directory: bert.opened, vault: vaultNamed('fabrikam') },
      { directory: gone, vault: vaultNamed('adatum') },
    ];
    const { due, looked, failures } = await surveyDue(vaults, new Date(NOW), english, signal);
    assert.deepEqual(looked, [vaultNamed('fabrikam').id]);
    assert.deepEqual(
      due.map(({ ref }) => `${ref.vault}/${ref.name}`),
      ['fabrikam/www'],
    );
    assert.deepEqual(
      failures.map(({ subject }) => subject),
      ['locked', 'Contoso'],
    );
  });
});
