import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { english } from '../../../../src/domain/translate.ts';
import { failuresInWords, repairsOf } from '../../../../src/vscode/errors/several-failures.ts';

const NOBODY = new CertError('NotSignedIn', { tried: [] });
const UNSEEN = new CertError('VaultNotFound', { vault: 'fabrikam', visible: 0 });

describe('several failures in one message', () => {
  it('name what has failed, and each reason once', () => {
    const failures = [
      { subject: 'contoso/www', error: NOBODY },
      { subject: 'fabrikam/www', error: UNSEEN },
      { subject: 'contoso/api', error: NOBODY },
    ];
    assert.equal(
      failuresInWords(failures, english),
      'contoso/www and contoso/api: Nobody is signed in to Azure here. fabrikam/www: The ' +
        'signed-in account can see no vault, and so none that is called "fabrikam".',
    );
    assert.deepEqual(
      repairsOf(failures, english).map(({ label }) => label),
      ['Sign In', 'Choose Subscriptions', 'Refresh'],
    );
  });

  it('count those for which there is no room', () => {
    const failures = ['a', 'b', 'c', 'd', 'e'].map((subject) => ({ subject, error: NOBODY }));
    assert.match(failuresInWords(failures, english), /^a, b, c and 2 more: Nobody/);
    assert.match(failuresInWords(failures.slice(1), english), /^b, c, d and e: Nobody/);
  });
});
