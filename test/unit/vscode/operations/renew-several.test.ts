import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { english } from '../../../../src/domain/translate.ts';
import type { CertificateRef } from '../../../../src/vscode/certificate-ref.ts';
import type { Directory } from '../../../../src/vscode/directory.ts';
import { renewSeveral } from '../../../../src/vscode/operations/renew-several.ts';
import { fakeDirectory, TENANT, vaultNamed } from '../fake-directory.ts';
import { operation } from './sample-operation.ts';

const ANNA = fakeDirectory({}, TENANT, { id: 'anna', label: 'anna@contoso.com' });
const BERT: Directory = {
  ...fakeDirectory({}, TENANT, { id: 'bert', label: 'bert@contoso.com' }),
  engine: () => Promise.reject(new CertError('InvalidNameServer', { server: 'x' })),
};

function refTo(name: string, directory = ANNA.key): CertificateRef {
  return { directory, vaultId: vaultNamed('contoso').id, vault: 'contoso', name };
}

async function renewed(chosen: readonly CertificateRef[], directories = [ANNA, BERT]) {
  const started: string[] = [];
  const told: string[] = [];
  await renewSeveral(
    {
      board: {
        start: (_, directoryKey, { kind, target }) => {
          started.push(`${kind} ${target.vault}/${target.name} ${directoryKey}`);
          return operation();
        },
      },
      portfolio: {
        load: () => Promise.resolve(),
        directory: (key) => directories.find((each) => each.key === key),
        everyVault: () => [],
        get accounts() {
          return directories.map(({ account }) => ({
            ...{ account, directories: [], failure: undefined },
          }));
        },
      },
      errors: {
        show: (error, doing) => {
          assert.ok(error instanceof CertError);
          told.push(`${doing}: ${error.code}`);
        },
        showSeveral: (failures, doing) => {
          const all = failures.map(({ subject, error }) => `${subject} ${error.code}`);
          told.push(`${doing}: ${all.join(', ')}`);
        },
      },
      t: english,
    },
    chosen,
  );
  return { started, told };
}

describe('renewing several certificates', () => {
  it('begins each once, however often and through whomever it was chosen', async () => {
    const chosen = [refTo('www'), refTo('api'), refTo('www'), refTo('WWW', BERT.key)];
    assert.deepEqual(await renewed(chosen), {
      started: [`renew contoso/www ${ANNA.key}`, `renew contoso/api ${ANNA.key}`],
      told: [],
    });
  });

  it('begins the others where one cannot begin', async () => {
    const { started, told } = await renewed([refTo('a', BERT.key), refTo('b')]);
    assert.deepEqual(started, [`renew contoso/b ${ANNA.key}`]);
    assert.deepEqual(told, ['Renewing contoso/a: InvalidNameServer']);
  });

  it('tells once of all that cannot begin', async () => {
    const gone = [refTo('a', BERT.key), refTo('b', 'gone/t'), refTo('c')];
    assert.deepEqual(await renewed(gone), {
      started: [`renew contoso/c ${ANNA.key}`],
      told: ['Renewing 2 certificates: contoso/a InvalidNameServer, contoso/b VaultNotFound'],
    });
    const { told } = await renewed([refTo('a'), refTo('b')], []);
    assert.deepEqual(told, [
      'Renewing 2 certificates: contoso/a NotSignedIn, contoso/b NotSignedIn',
    ]);
  });
});
