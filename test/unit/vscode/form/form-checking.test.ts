import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../../../../src/app/engine.ts';
import type { CheckResult } from '../../../../src/domain/preflight.ts';
import type { FormState } from '../../../../src/webview/form/state-protocol.ts';
import { formUnderTest, signal, WILLING } from './form-under-test.ts';

const FREE: CheckResult = { check: 'name', verdict: 'ok', finding: { kind: 'name-free' } };
const RIGHTS: CheckResult = {
  check: 'zone-rights',
  verdict: 'blocking',
  finding: {
    kind: 'rights-missing',
    place: { kind: 'zone', name: 'contoso.com', id: '/zones/contoso.com' },
    grant: { missing: ['x/TXT/write'], hidden: [], objectId: 'me' },
  },
};

type Asked = Parameters<Engine['preflight']>;

/** A form whose checks end when the test says so. */
function checkedForm() {
  const asked: { wish: Asked[0]; signal: Asked[1]; tell: NonNullable<Asked[2]> }[] = [];
  const ends: (() => void)[] = [];
  const form = formUnderTest({
    script: {
      ...WILLING,
      preflight: (wish, abort, tell = () => undefined) => {
        asked.push({ wish, signal: abort, tell });
        const { promise, resolve, reject } =
          Promise.withResolvers<Awaited<ReturnType<Engine['preflight']>>>();
        ends.push(() => {
          resolve({ target: wish.target, results: [] });
        });
        abort.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
        return promise;
      },
    },
  });
  return { ...form, asked, ends };
}

const rowsOf = (state: FormState | undefined) =>
  new Map(state?.checks?.rows.map((row) => [row.title, row]));

describe('the checks of a form', () => {
  it('are shown one by one, in their order, as they end', async () => {
    const { session, entries, shown, asked, ends } = checkedForm();
    const answer = await session.handlers.check({ ...entries, rehearse: true }, signal);
    assert.deepEqual(answer, { accepted: true });
    assert.equal(asked[0]?.wish.rehearse, true);
    const { checks } = shown.at(-1) ?? {};
    assert.equal(checks?.isLooking, true);
    assert.equal(checks.rows.length, 11);
    assert.ok(
      checks.rows.every(({ verdict, word }) => verdict === 'looking' && word === 'looking'),
    );

    asked[0].tell([RIGHTS]);
    asked[0].tell([FREE]);
    const rows = rowsOf(shown.at(-1));
    assert.deepEqual([...rows.keys()].slice(0, 4), [
      'Sign-in',
      'Vault',
      'Rights on the vault',
      'Name in the vault',
    ]);
    assert.deepEqual(
      [rows.get('Name in the vault')?.verdict, rows.get('Name in the vault')?.found?.message],
      ['ok', 'The name is free.'],
    );
    assert.equal(rows.get('DNS zones')?.verdict, 'looking');
    assert.equal(shown.at(-1)?.checks?.outcome, undefined);

    ends[0]?.();
    await setImmediate();
    assert.deepEqual(
      [shown.at(-1)?.checks?.isLooking, shown.at(-1)?.checks?.outcome],
      [false, 'It cannot be issued.'],
    );
  });

  it('offer what helps, which the host alone carries out', async () => {
    const { session, entries, shown, asked, repaired } = checkedForm();
    await session.handlers.check(entries, signal);
    asked[0]?.tell([RIGHTS]);
    const [remedy] = rowsOf(shown.at(-1)).get('Rights on the zones')?.found?.remedies ?? [];
    assert.match(remedy?.command ?? '', /^az role assignment create /);
    await session.handlers.repair({ token: remedy?.button?.token ?? '' }, signal);
    const [repair] = repaired;
    assert.deepEqual(repair, { label: 'Copy Command', copy: remedy?.command });
  });

  it('end where others begin, and are believed no longer', async () => {
    const { session, entries, shown, asked } = checkedForm();
    await session.handlers.check(entries, signal);
    await session.handlers.check({ ...entries, keyType: 'ec-p256' }, signal);
    assert.deepEqual(
      asked.map(({ signal: { aborted } }) => aborted),
      [true, false],
    );
    await setImmediate();
    assert.equal(shown.at(-1)?.checks?.isLooking, true);
  });

  it('can be stopped, and end with the form and with what it starts', async () => {
    for (const end of ['stopChecks', 'submit', 'dispose'] as const) {
      const { session, entries, asked } = checkedForm();
      await session.handlers.check(entries, signal);
      if (end === 'submit') await session.handlers.submit(entries, signal);
      else if (end === 'stopChecks') await session.handlers.stopChecks(null, signal);
      else session.dispose();
      await setImmediate();
      assert.equal(asked[0]?.signal.aborted, true, end);
      if (end !== 'dispose') assert.equal(session.state.checks, undefined, end);
    }
  });

  it('are not begun where the form is wrong', async () => {
    const { session, entries, asked } = checkedForm();
    const answer = await session.handlers.check({ ...entries, name: 'a.b' }, signal);
    assert.ok(!answer.accepted);
    assert.deepEqual(
      answer.problems.map(({ field }) => field),
      ['name'],
    );
    assert.deepEqual(asked, []);
  });
});
