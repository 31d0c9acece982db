/**
 * Every code of the catalogue, provoked through the built command line: the sentence and the
 * remedies are those that a person reads. A new code does not compile without its row here: add one
 * to the file of its kind in errors/, with a fault of the sandbox or a rule of the scripted CA; if
 * the command line cannot meet it, say why, and which test asserts it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import { caRows } from './errors/ca-rows.ts';
import { dnsRows } from './errors/dns-rows.ts';
import { inputRows } from './errors/input-rows.ts';
import { machineRows } from './errors/machine-rows.ts';
import type { Row } from './errors/row.ts';
import { sceneOf, startStage } from './errors/scene.ts';
import { signInRows } from './errors/sign-in-rows.ts';
import { upkeepRows } from './errors/upkeep-rows.ts';
import { vaultRows } from './errors/vault-rows.ts';
import type { Refusal } from './answers.ts';

const ROWS: Readonly<Record<ErrorCode, Row>> = {
  ...inputRows,
  ...signInRows,
  ...vaultRows,
  ...upkeepRows,
  ...dnsRows,
  ...caRows,
  ...machineRows,
};

const world = await startStage();
after(() => world.close());

/** What the name servers do, they do for everybody. */
const ALONE: readonly string[] = ['PropagationTimeout'];

describe('every code of the catalogue', { concurrency: 4 }, () => {
  for (const [code, row] of rowsThat((name) => !ALONE.includes(name))) testOf(code, row);
});

describe('what disturbs the others', () => {
  for (const [code, row] of rowsThat((name) => ALONE.includes(name))) testOf(code, row);
});

function rowsThat(suit: (code: string) => boolean): readonly [ErrorCode, Row][] {
  return (Object.entries(ROWS) as [ErrorCode, Row][]).filter(([code]) => suit(code));
}

function testOf(code: ErrorCode, row: Row): void {
  if ('why' in row) {
    it(`${code}: ${row.why}`, () => {
      const file = resolve(import.meta.dirname, '../../..', row.test);
      assert.ok(existsSync(file) && readFileSync(file, 'utf8').includes(`'${code}'`), row.test);
    });
    return;
  }
  it(code, async () => {
    const ended = await row.provoke(sceneOf(world, code.toLowerCase()));
    const error = errorIn(ended.stdout, code);
    const remedies = error.remedies.map(({ text, command }) =>
      command === undefined ? text : `${text} $ ${command}`,
    );
    const found = { exit: ended.code, says: plain(error.message), remedies: remedies.map(plain) };
    const { exit, says, remedies: wanted } = row;
    assert.deepEqual(found, { exit, says, remedies: wanted });
  });
}

/** The error of a command, or of one of several things that it had to do. */
function errorIn(stdout: string, code: ErrorCode): Refusal {
  const document = JSON.parse(stdout) as {
    readonly error?: Refusal;
    readonly operations?: readonly { readonly error?: Refusal }[];
  };
  const error = document.error ?? document.operations?.find((each) => each.error)?.error;
  assert.equal(error?.code, code, stdout);
  return error;
}

/** Without what is different each time. */
function plain(text: string): string {
  return text
    .replaceAll(dirname(world.stateFolder), '<home>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<time>')
    .replace(/\b[0-9a-f]{32}\b/g, '<version>')
    .replace(/(After|within) \d+ seconds/g, '$1 <n> seconds')
    .replace(/process \d+/g, 'process <id>')
    .replace(/show [\w-]{43} /g, 'show <value> ')
    .replace(/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:<port>');
}
