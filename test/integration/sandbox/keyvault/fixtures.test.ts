/** The recorded requests, sent as they stand over HTTPS; the answers compared text by text. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ROWS, type Row } from './fixture-rows.ts';
import { OpenSsl } from './openssl.ts';
import { assertAnswers, RECORDED_NAMES, recorded } from './recorded.ts';
import { startServedVault, type ServedVault } from './served-vault.ts';
import { Stage, type ImportFiles } from './stage.ts';
import { createTestAuthority, type TestAuthority } from './test-authority.ts';
import { createVaultUnderTest, type VaultUnderTest } from './vault-under-test.ts';

let served: ServedVault;
let current: VaultUnderTest;
let authority: TestAuthority;
let files: ImportFiles;

before(async () => {
  served = await startServedVault(() => current);
  authority = await createTestAuthority();
  files = makeFiles();
});
after(() => served.close());

/** With the names of the recorded import. */
function makeFiles(): ImportFiles {
  using openssl = new OpenSsl();
  openssl.run(
    'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out crt.pem -days 36500',
    ...['-subj', '/C=AU/ST=Some-State/O=Internet Widgits Pty Ltd'],
  );
  openssl.run('pkcs12 -export -inkey key.pem -in crt.pem -out file.pfx -passout pass:');
  return {
    pfx: openssl.read('file.pfx').toString('base64'),
    key: openssl.text('key.pem'),
    certificate: openssl.text('crt.pem'),
  };
}

describe('the recorded exchanges with Key Vault', () => {
  for (const row of ROWS) {
    const { method, path } = recorded(row.fixture).request;
    it(`${row.fixture}: ${method} ${path}`, () => play(row));
  }

  it('have a row each', () => {
    const names = ROWS.map(({ fixture }) => fixture);
    assert.deepEqual(names.toSorted(), RECORDED_NAMES.toSorted());
  });
});

async function play(row: Row): Promise<void> {
  const { request, response } = recorded(row.fixture);
  const isShort = JSON.stringify(response).includes('CustomizedRecoverable');
  current = createVaultUnderTest({ ...(isShort && { softDeleteRetentionDays: 7 }), ...row.vault });
  if (row.byFault !== undefined) {
    const { status, headers = {}, body } = response;
    const action = { kind: 'fail' as const, status, headers, body };
    served.faults.add({ match: {}, when: 'before', nth: 1, count: 1, action });
  }
  const stage = new Stage({ vault: current, authority, files, ask: served.send });
  const replaced = await row.given?.(stage);
  const body = replaced?.body ?? request.body;
  const answer = await served.send({
    ...{ method: request.method, path: replaced?.path ?? request.path, as: row.as ?? 'officer' },
    ...(body === undefined ? {} : { body }),
  });
  assertAnswers(answer, row.fixture, row.renamed);
}
