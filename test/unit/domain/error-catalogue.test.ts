import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { asCertError, explain } from '../../../src/domain/error-catalogue.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { Reader } from '../../../src/domain/messages/explanation.ts';
import { english } from '../../../src/domain/translate.ts';
import { ERROR_VARIANTS } from './error-variants.ts';
import { ERROR_CODES, SAMPLE_FACTS, sampleError } from './sample-errors.ts';

const run = promisify(execFile);

/** Every text in some facts, however deep. */
function textsIn(facts: unknown): readonly string[] {
  const texts: string[] = [];
  mapTexts(facts, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** The facts with texts replaced; `map` gets the name of the fact that a text belongs to. */
function mapTexts(facts: unknown, map: (text: string, key: string) => string, key = ''): unknown {
  if (typeof facts === 'string') return OWN_WORDS.has(key) ? facts : map(facts, key);
  if (typeof facts !== 'object' || facts === null) return facts;
  if (Array.isArray(facts)) return facts.map((fact) => mapTexts(fact, map, key));
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, mapTexts(fact, map, name)] as const),
  );
}

/** Facts that hold what others have written, with or without a full stop. */
const FOREIGN_TEXTS = new Set(['detail', 'message', 'excerpt', 'lastProblem']);

/** Facts that are one of a few words, which nobody from outside has written. */
const OWN_WORDS = new Set(['gate', 'problem', 'kind', 'code', 'content', 'during', 'what']);

/** What is for programs, or is told in other words. */
const UNSAID: Partial<Record<ErrorCode, readonly string[]>> = {
  ArmForbidden: ['does not have authorization'],
  VaultForbidden: ['Caller is not authorized'],
  AcmeProblem: ['rejectedIdentifier'],
  ExternalAccountRequired: ['zerossl'],
  AccountNotFound: ['zerossl'],
  ChallengeFailed: ['unauthorized'],
};

const READERS: readonly Reader[] = ['command-line', 'editor'];

describe('the catalogue of errors', () => {
  it('names the status alone where a gateway has sent no code', () => {
    const refusal = { status: 403, serviceCode: '', message: '' };
    const arm = explain(new CertError('ArmRefused', { ...refusal, resource: '/zones/x' }));
    assert.equal(arm.message, 'Azure refused a request on /zones/x (403).');
    const vault = explain(new CertError('KeyVaultRefused', { ...refusal, vault: 'v' }));
    assert.equal(vault.message, 'The vault v refused the request (403).');
  });

  for (const code of ERROR_CODES) {
    for (const reader of READERS) {
      it(`explains ${code} in whole sentences that name the thing, for the ${reader}`, () => {
        const { message, remedies } = explain(sampleError(code), english, reader);
        const all = [message, ...remedies.flatMap(({ text, command }) => [text, command ?? ''])];
        assert.match(message, /^\S.*[.!?]$/s);
        for (const { text } of remedies) assert.match(text, /^\S.*[.!?]$/s);
        for (const text of all) {
          assert.doesNotMatch(text, /undefined|null|NaN|\[object|\.\.$|: *\.$|\{\d/);
        }
        const said = all.join('\n');
        for (const fact of textsIn(SAMPLE_FACTS[code])) {
          if (UNSAID[code]?.includes(fact)) continue;
          const asDate = /^\d{4}-\d\d-\d\dT(\d\d:\d\d)/.exec(fact)?.[1];
          assert.ok(said.includes(asDate ?? fact), `"${fact}" is not named in: ${said}`);
        }
      });
    }

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

  for (const error of ERROR_VARIANTS) {
    it(`can do with less, or more: ${error.message}`, () => {
      const { message } = explain(error);
      assert.match(message, /^\S.*[^.: ]\.$/, message);
      assert.doesNotMatch(message, /undefined|\(\)| {2}|""|\b1 \w+s\b/);
    });
  }

  it('tells when it works again', () => {
    const retryAt = '2026-11-22T15:04:05Z';
    const error = new CertError('RateLimited', { ca: 'c', detail: 'd', retryAt });
    assert.match(JSON.stringify(explain(error)), /2026-11-22 15:04 UTC/);
  });

  it('tells at which step something was cancelled, and nothing of our own workings', () => {
    const step = new CertError('Cancelled', { during: 'publish' });
    const said = 'Cancelled in the step "Publish the challenge in Azure DNS".';
    assert.equal(explain(step).message, said);
    const request = new CertError('Cancelled', { during: 'a request to ca.example' });
    assert.equal(explain(request).message, 'Cancelled.');
  });
});

describe('what is read in an editor', () => {
  const everything = [...ERROR_CODES.map(sampleError), ...ERROR_VARIANTS];
  /** Nobody can type them there. */
  const TYPED = new Set<ErrorCode>(['InvalidUsage', 'InvalidOption']);

  it('names no option, no variable and no command of the command line', () => {
    for (const error of everything.filter(({ code }) => !TYPED.has(code))) {
      // What others have written may contain anything.
      const facts = mapTexts(error.facts, () => 'fact');
      const { message, remedies } = explain(new CertError(error.code, facts as never));
      const all = [message, ...remedies.flatMap(({ text, command }) => [text, command ?? ''])];
      for (const text of all) {
        if (text.startsWith('az ')) continue;
        assert.doesNotMatch(text, /kvcert |(^|\s)--\w|\b[A-Z]+_[A-Z_]+\b/, text);
      }
    }
  });

  it('has a gesture for what the command line has a command of its own for', () => {
    for (const error of everything.filter(({ code }) => !TYPED.has(code))) {
      const { remedies } = explain(error, english, 'command-line');
      const inEditor = explain(error).remedies;
      for (const { text, command } of remedies) {
        if (command?.startsWith('kvcert ') !== true) continue;
        const same = inEditor.find((remedy) => remedy.text === text);
        assert.ok(same?.action, `${error.code}: ${text}`);
        assert.equal(same.command, undefined);
      }
    }
  });

  it('has gestures for it alone', () => {
    for (const error of everything) {
      const { remedies } = explain(error, english, 'command-line');
      for (const remedy of remedies) assert.equal('action' in remedy, false);
    }
  });

  it('names the certificate that a gesture is about', () => {
    const error = new CertError('CertificateExists', { vault: 'contoso', name: 'www' });
    const [renew] = explain(error).remedies;
    assert.deepEqual(renew?.action, { kind: 'renew', vault: 'contoso', name: 'www' });
  });
});

describe('the commands that are offered', () => {
  const hostile = `x'"$(touch /tmp/kvcert-pwned)\`id\`; exit 7 #\n-y\\`;
  const commands = ERROR_CODES.flatMap((code) => {
    const facts = mapTexts(SAMPLE_FACTS[code], () => hostile);
    const error = new CertError(code, facts as never);
    return explain(error, english, 'command-line').remedies.map(({ command }) => command);
  }).filter((command) => command !== undefined);

  it('are those of the command line and of Azure', () => {
    assert.ok(commands.some((command) => command.startsWith('kvcert ')));
    assert.ok(commands.some((command) => command.startsWith('az ')));
  });

  for (const command of new Set(commands)) {
    it(`pass what comes from outside as one argument: ${JSON.stringify(command.slice(0, 40))}`, async () => {
      // In place of the programs: each shows its arguments, the inner one on stderr.
      const show = `() { for a in "$@"; do printf '%s\\0' "$a" >&2; done; }`;
      const { stdout, stderr } = await run('/bin/sh', [
        '-c',
        `az${show}\nkvcert${show}\nnpm${show}\n${command}`,
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
