import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../../src/domain/error-catalogue.ts';
import {
  externalAccountRequired,
  resolveCa,
} from '../../../../src/domain/certificate-authorities.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { english } from '../../../../src/domain/translate.ts';
import { repairOf } from '../../../../src/vscode/errors/repair.ts';

function repairsOf(error: CertError): readonly unknown[] {
  return explain(error, english).remedies.flatMap((remedy) => repairOf(remedy, english) ?? []);
}

describe('the repair of a missing account', () => {
  const label = 'Make an Account…';
  const command = 'kvcert.manageAccounts';

  it('leads to making one at that very CA', () => {
    assert.deepEqual(repairsOf(externalAccountRequired(resolveCa('zerossl'))), [
      { label, command, arguments: [{ ca: 'zerossl' }] },
    ]);
  });

  it('leads to the list where only the name of the CA is known', () => {
    assert.deepEqual(repairsOf(new CertError('ExternalAccountRequired', { ca: 'CA' })), [
      { label, command, arguments: [] },
    ]);
  });
});
