import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { asCertError, explain } from '../../../src/domain/error-catalogue.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import { ERROR_CODES, SAMPLE_FACTS, sampleError } from './sample-errors.ts';

const run = promisify(execFile);

/** Every string in some facts, however deep. */
function textsIn(facts: unknown): readonly string[] {
  if (typeof facts === 'string') return [facts];
  return typeof facts === 'object' && facts !== null ? Object.values(facts).flatMap(textsIn) : [];
}

/** The facts with texts replaced; `map` gets the name of the fact that a text belongs to. */
function mapTexts(facts: unknown, map: (text: string, key: string) => string, key = ''): unknown {
  if (typeof facts === 'string') return map(facts, key);
  if (typeof facts !== 'object' || facts === null) return facts;
  if (Array.isArray(facts)) return facts.map((fact) => mapTexts(fact, map, key));
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, mapTexts(fact, map, name)] as const),
  );
}

/** Facts that hold what others have written, with or without a full stop. */
const FOREIGN_TEXTS = new Set(['detail', 'message', 'excerpt', 'lastProblem']);

/** Facts that are one of a few words, which nobody from outside has written. */
const OWN_WORDS = new Set(['gate', 'problem']);

/** What is for programs, or is told in other words. */
const UNSAID: Partial<Record<ErrorCode, readonly string[]>> = {
  InvalidTag: ['reserved'],
  ArmForbidden: ['does not have authorization'],
  VaultForbidden: ['rbac', 'Caller is not authorized'],
  AcmeProblem: ['rejectedIdentifier'],
};

describe('the catalogue of errors', () => {
  for (const code of ERROR_CODES) {
    it(`explains ${code} in whole sentences that name the thing`, () => {
      const { message, remedies } = explain(sampleError(code));
      const all = [message, ...remedies.flatMap(({ text, command }) => [text, command ?? ''])];
      assert.match(message, /^\S.*[.!?]$/s);
      for (const { text } of remedies) assert.match(text, /^\S.*[.!?]$/s);
      for (const text of all) {
        assert.doesNotMatch(text, /undefined|null|NaN|\[object|\.\.$|: *\.$/);
      }
      const said = all.join('\n');
      for (const fact of textsIn(SAMPLE_FACTS[code])) {
        if (UNSAID[code]?.includes(fact)) continue;
        const asDate = /^\d{4}-\d\d-\d\dT(\d\d:\d\d)/.exec(fact)?.[1];
        assert.ok(said.includes(asDate ?? fact), `"${fact}" is not named in: ${said}`);
      }
    });

    it(`ends the sentence of ${code} once, whatever others have written`, () => {
      for (const foreign of ['It said so.', 'it said so', 'really?', 'it said:\n', '']) {
        const facts = mapTexts(SAMPLE_FACTS[code], (text, key) =>
          FOREIGN_TEXTS.has(key) ? foreign : text,
        );
        const { message } = explain(new CertError(code, facts as never));
        if (code !== 'InvalidUsage') assert.match(message, /[^.:\s][.?]$/);
      }
    });
  }

  it('can do without every fact that may be absent', () => {
    const bare: readonly CertError[] = [
      new CertError('NotSignedIn', { tried: [] }),
      new CertError('ZoneNotDelegated', { name: 'a', zone: 'b', expected: ['c'], found: [] }),
      new CertError('VaultForbidden', { vault: 'v', gate: 'rbac', message: '' }),
      new CertError('VaultForbidden', { vault: 'v', gate: 'access-policy', message: '' }),
      new CertError('VaultForbidden', { vault: 'v', gate: 'firewall', message: '' }),
      new CertError('VaultForbidden', { vault: 'v', gate: 'private-link', message: '' }),
      new CertError('NameServersUnreachable', { record: 'r', servers: [] }),
      new CertError('UnknownProfile', { profile: 'p', ca: 'c', offered: [] }),
      new CertError('ChallengeNotOffered', { ca: 'c', name: 'n', offered: [] }),
      new CertError('UnexpectedAnswer', { host: 'h', status: 200, excerpt: '' }),
      new CertError('ProxyRefused', { proxy: '', host: 'h', status: 403 }),
      new CertError('Throttled', { host: 'h' }),
      new CertError('Cancelled', { during: '' }),
    ];
    for (const error of bare) {
      const { message } = explain(error);
      assert.match(message, /^\S.*[^.: ]\.$/, message);
      assert.doesNotMatch(message, /undefined|\(\)| {2}|""/);
    }
  });

  it('tells when it works again', () => {
    const retryAt = '2026-11-22T15:04:05Z';
    const error = new CertError('RateLimited', { ca: 'c', detail: 'd', retryAt });
    assert.match(JSON.stringify(explain(error)), /2026-11-22 15:04 UTC/);
  });
});

describe('the commands that are offered', () => {
  const hostile = `x'"$(touch /tmp/kvcert-pwned)\`id\`; exit 7 #\n-y\\`;
  const commands = ERROR_CODES.flatMap((code) => {
    const facts = mapTexts(SAMPLE_FACTS[code], (text, key) =>
      OWN_WORDS.has(key) ? text : hostile,
    );
    return explain(new CertError(code, facts as never)).remedies.map(({ command }) => command);
  }).filter((command) => command !== undefined);

  for (const command of new Set(commands)) {
    it(`pass what comes from outside as one argument: ${JSON.stringify(command.slice(0, 40))}`, async () => {
      // In place of the programs: each shows its arguments, the inner one on stderr.
      const show = `() { for a in "$@"; do printf '%s\\0' "$a" >&2; done; }`;
      const { stdout, stderr } = await run('/bin/sh', [
        '-c',
        `az${show}\nkvcert${show}\n${command}`,
      ]);
      assert.equal(stdout, '');
      const given = stderr.split('\0').filter((argument) => argument.includes("x'"));
      for (const argument of given)
        assert.ok([hostile, `${hostile}/${hostile}`].includes(argument));
      assert.equal(given.length > 0, command.includes('touch'));
    });
  }
});

describe('asCertError', () => {
  it('leaves a CertError as it is and keeps the cause of anything else', () => {
    const error = sampleError('Cancelled');
    assert.equal(asCertError(error), error);
    const cause = new TypeError('x is not a function');
    const unexpected = asCertError(cause);
    assert.ok(isCertError(unexpected, 'Unexpected'));
    assert.deepEqual(unexpected.facts, { message: 'x is not a function' });
    assert.equal(unexpected.cause, cause);
    assert.deepEqual(asCertError('a string').facts, { message: 'a string' });
  });
});
