import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { english } from '../../../../src/domain/translate.ts';
import { openProblemDesk } from '../../../../src/vscode/errors/problem-desk.ts';
import type { Repair } from '../../../../src/vscode/errors/repair.ts';
import { isProblem } from '../../../../src/webview/protocol.ts';

function deskUnderTest() {
  const repaired: Repair[] = [];
  const recorded: unknown[] = [];
  const desk = openProblemDesk({
    t: english,
    repair: (repair) => {
      repaired.push(repair);
      return Promise.resolve();
    },
    record: (error) => recorded.push(error),
  });
  return { desk, repaired, recorded };
}

const NOT_SIGNED_IN = new CertError('NotSignedIn', { tried: [] });

describe('a problem on a page', () => {
  it('has the sentences of the catalogue and a button that does what it says', async () => {
    const { desk, repaired, recorded } = deskUnderTest();
    const problem = desk.problemOf(NOT_SIGNED_IN);
    assert.ok(isProblem(JSON.parse(JSON.stringify(problem))));
    assert.notEqual(problem.message, '');
    const button = problem.remedies.find((remedy) => remedy.button)?.button;
    assert.ok(button);
    await desk.press(button.token);
    assert.deepEqual(
      repaired.map(({ label }) => label),
      [button.label],
    );
    assert.deepEqual(recorded, [NOT_SIGNED_IN]);
  });

  it('has nothing done for a token that was never handed out', async () => {
    const { desk, repaired } = deskUnderTest();
    desk.problemOf(NOT_SIGNED_IN);
    const forged = { label: 'x', command: 'workbench.action.terminal.new', arguments: [] };
    await desk.press(JSON.stringify(forged));
    assert.deepEqual(repaired, []);
  });

  it('leads to the certificate through the directory that it came about in', async () => {
    const { desk, repaired } = deskUnderTest();
    const taken = new CertError('CertificateExists', { vault: 'contoso', name: 'www' });
    for (const directory of ['anna/t', undefined]) {
      const button = desk.problemOf(taken, directory).remedies[0]?.button;
      await desk.press(button?.token ?? assert.fail('no button'));
    }
    assert.deepEqual(repaired, [
      {
        label: 'Renew…',
        command: 'kvcert.renewCertificate',
        arguments: [{ vault: 'contoso', name: 'www', directory: 'anna/t' }],
      },
      {
        label: 'Renew…',
        command: 'kvcert.renewCertificate',
        arguments: [{ vault: 'contoso', name: 'www' }],
      },
    ]);
  });

  it('shows what others have written without obeying it', () => {
    const { desk } = deskUnderTest();
    const { message } = desk.problemOf(new Error('reversed \u202e, coloured \u001b[31m'));
    assert.match(message, /reversed \\u\{202e\}, coloured \\u\{1b\}\[31m/);
  });

  it('is none to be told of or recorded where the person has cancelled', () => {
    const { desk, recorded } = deskUnderTest();
    assert.equal(desk.problemOf(new CertError('Cancelled', { during: 'reading' })).cancelled, true);
    assert.equal(desk.problemOf(new DOMException('over', 'AbortError')).cancelled, true);
    assert.equal(desk.problemOf(new Error('other')).cancelled, false);
    assert.equal(recorded.length, 1);
  });
});
