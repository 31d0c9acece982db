import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { liveProgress } from '../../../src/cli/live-progress.ts';
import { lineProgress, quietProgress } from '../../../src/cli/progress.ts';
import { duration } from '../../../src/cli/step-lines.ts';
import type { Note } from '../../../src/domain/issuance-news.ts';

const HOSTILE_NOTE: Note = { kind: 'other-undone', id: '\u001b[2J' };
const HOSTILE_NOTE_LINE =
  'Operation \\u{1b}[2J was for something else and interrupted: it is undone.';

/** A terminal of 80 columns that keeps what is written to it. */
function terminal(): { stream: NodeJS.WriteStream; written: () => string } {
  let written = '';
  const write = (text: string): boolean => {
    written += text;
    return true;
  };
  const stream = { write, columns: 80, rows: 24, isTTY: true } as unknown as NodeJS.WriteStream;
  return { stream, written: () => written };
}

describe('progress in lines', () => {
  it('says what has ended, for which certificate and how long it took', () => {
    const { stream, written } = terminal();
    const progress = lineProgress(stream);
    const reporter = progress.reporter('contoso/www');
    reporter.started('propagate');
    reporter.detail('propagate', { kind: 'name-servers', have: 0, of: 2 });
    reporter.detail('propagate', { kind: 'name-servers', have: 2, of: 2 });
    reporter.note(HOSTILE_NOTE);
    reporter.finished('propagate', 2140);
    reporter.started('order');
    reporter.finished('order', 340);
    progress.say('in between');
    progress.stop();
    assert.deepEqual(written().trimEnd().split('\n'), [
      `contoso/www  ${HOSTILE_NOTE_LINE}`,
      'contoso/www  Wait for the name servers: 2 of 2 name servers (2.1 s)',
      'contoso/www  Order the certificate (340 ms)',
      'in between',
    ]);
  });

  it('does not show the detail of an earlier attempt', () => {
    const { stream, written } = terminal();
    const reporter = lineProgress(stream).reporter('www');
    reporter.started('validate');
    reporter.detail('validate', { kind: 'validated', valid: 1, of: 2 });
    reporter.started('validate');
    reporter.finished('validate', 1);
    assert.equal(written(), 'www  Have the CA validate the names (1 ms)\n');
  });
});

describe('notes', () => {
  it('name the command that completes what was left', () => {
    const { stream, written } = terminal();
    lineProgress(stream).reporter('contoso/www').note({ kind: 'left-to-complete' });
    assert.match(written(), /^contoso\/www {2}The CA has been told to issue: /);
    assert.match(written(), /"kvcert operations resume --all"/);
  });
});

describe('live progress', () => {
  it('leaves a picture of all certificates standing', () => {
    const { stream, written } = terminal();
    const progress = liveProgress(stream);
    const www = progress.reporter('contoso/www');
    www.started('order');
    www.finished('order', 340);
    www.started('propagate');
    const rows = [{ record: '_acme-challenge.a.example', sights: ['has', 'missing'] as const }];
    const grid = { servers: ['ns1', 'ns2'], rows, more: { servers: 0, records: 0 } };
    www.detail('propagate', { kind: 'answers', have: 1, of: 4, records: 2, grid });
    progress.reporter('contoso/api\u202e').note(HOSTILE_NOTE);
    progress.stop();
    // eslint sees control characters in a pattern as a mistake; here they are what is cut away.
    const picture = written().replaceAll(
      new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[a-zA-Z]`, 'g'),
      '',
    );
    assert.match(picture, /contoso\/www\n {2}✓ Order the certificate {2}340 ms\n/);
    assert.match(
      picture,
      / records\n {11}a\.example\n {6}ns1 {2}✓ there\n {6}ns2 {2}… not yet there\n/,
    );
    assert.match(picture, /Wait for the name servers: 1 of 4 answers for 2 records\n/);
    assert.ok(picture.includes(`contoso/api\\u{202e}\n  ! ${HOSTILE_NOTE_LINE}\n`), picture);
  });

  it('keeps out of the way while something else goes on, and goes on afterwards', async () => {
    const { stream, written } = terminal();
    const progress = liveProgress(stream);
    progress.reporter('contoso/www').started('check');
    let during = '';
    const answer = await progress.suspended(() => {
      during = written();
      stream.write('Do you agree? ');
      return Promise.resolve('yes');
    });
    assert.equal(answer, 'yes');
    assert.equal(written(), `${during}Do you agree? `);
    progress.stop();
    assert.match(written(), /Check vault, name, zones and CA/);
  });

  it('writes nothing where nothing happened', () => {
    const { stream, written } = terminal();
    liveProgress(stream).stop();
    assert.equal(written(), '');
  });
});

describe('no progress', () => {
  it('does the work all the same', async () => {
    const { stream, written } = terminal();
    const progress = quietProgress(stream);
    progress.reporter('www').note({ kind: 'too-late-to-cancel' });
    assert.equal(await progress.suspended(() => Promise.resolve(7)), 7);
    progress.stop();
    assert.equal(written(), '');
  });

  it('keeps no terms and no cancellation from anybody', () => {
    const { stream, written } = terminal();
    quietProgress(stream).say('Terms of service of a CA: https://ca.example/terms');
    assert.equal(written(), 'Terms of service of a CA: https://ca.example/terms\n');
  });
});

describe('durations', () => {
  const table: readonly [number, string][] = [
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1000, '1.0 s'],
    [59_900, '59.9 s'],
    [59_990, '1 min 0 s'],
    [60_000, '1 min 0 s'],
    [72_400, '1 min 12 s'],
    [119_700, '2 min 0 s'],
  ];
  for (const [ms, words] of table) {
    it(`${ms} ms are ${words}`, () => {
      assert.equal(duration(ms), words);
    });
  }
});
