/**
 * Several issuances and a stranger at one TXT record set: a model. Each reads, decides and writes
 * only if nobody was faster, in any interleaving; in the end only the strangers' things are left.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { withoutValues, withValues } from '../../../src/domain/challenge-record-set.ts';
import type { Claim } from '../../../src/domain/ownership.ts';
import type { TxtRecordSet } from '../../../src/domain/txt-record-sets.ts';

const NOW = 1_800_000_000;

/** The set as Azure keeps it: a write or delete is refused unless it names the newest ETag. */
class StoredSet {
  content: TxtRecordSet | undefined;
  etag = 0;

  constructor(content: TxtRecordSet | undefined) {
    this.content = content;
  }

  replace(content: TxtRecordSet | undefined, etag: number): boolean {
    if (etag !== this.etag) return false;
    this.content = content;
    this.etag += 1;
    return true;
  }
}

/** Adds its values, takes them out again; each turn is one read or one write. */
class Issuer {
  readonly values: readonly string[];
  readonly #claim: Claim;
  readonly #stored: StoredSet;
  #phase: 'add' | 'remove' | 'done' = 'add';
  #read: { readonly content: TxtRecordSet | undefined; readonly etag: number } | undefined;

  constructor(name: string, stored: StoredSet) {
    this.#stored = stored;
    this.values = [1, 2].map((index) => `${name}${index}`.padEnd(43, name));
    const run = name.repeat(16);
    const times = { since: NOW, until: NOW + 1800 };
    this.#claim = { run, certificate: `vault/${name}`, owner: 'anna@pc', ...times };
  }

  get isDone(): boolean {
    return this.#phase === 'done';
  }

  turn(): void {
    if (this.#read === undefined) {
      this.#read = { content: this.#stored.content, etag: this.#stored.etag };
      return;
    }
    const { content, etag } = this.#read;
    this.#read = undefined;
    if (this.#phase === 'add') this.#add(content, etag);
    else if (this.#phase === 'remove') this.#remove(content, etag);
  }

  #add(content: TxtRecordSet | undefined, etag: number): void {
    const addition = withValues(content, this.values, this.#claim, { limit: 20, now: NOW });
    assert.equal(addition.kind, 'write');
    if (this.#stored.replace(addition.set, etag)) this.#phase = 'remove';
  }

  #remove(content: TxtRecordSet | undefined, etag: number): void {
    for (const value of this.values) assert.ok(content?.values.includes(value), 'a value was lost');
    const removal = withoutValues(content, this.values);
    assert.notEqual(removal.kind, 'unchanged');
    const next = removal.kind === 'write' ? removal.set : undefined;
    if (this.#stored.replace(next, etag)) this.#phase = 'done';
  }
}

/** Somebody who puts one more value into the set at one moment, as a person would. */
function strangerWrites(stored: StoredSet, value: string): void {
  const { ttl, values, metadata } = stored.content ?? { ttl: 300, values: [], metadata: {} };
  stored.replace({ ttl, values: [...values, value], metadata }, stored.etag);
}

describe('a record set that several issuances share', () => {
  it('ends with what strangers put there and nothing else, in any interleaving', () => {
    const start = fc.option(
      fc.constant<TxtRecordSet>({ ttl: 300, values: ['stranger 0'], metadata: { team: 'web' } }),
      { nil: undefined },
    );
    const turns = fc.array(fc.constantFrom(0, 1, 2, 'stranger' as const), { maxLength: 40 });
    fc.assert(
      fc.property(start, turns, (initial, order) => {
        const stored = new StoredSet(initial);
        const issuers = ['a', 'b', 'c'].map((name) => new Issuer(name, stored));
        const strangers = [...(initial?.values ?? [])];
        for (const turn of order) {
          if (turn === 'stranger') {
            const value = `stranger ${strangers.length}`;
            strangers.push(value);
            strangerWrites(stored, value);
          } else {
            issuers[turn]?.turn();
          }
        }
        // Whoever is not done yet comes to an end, one after the other.
        for (const issuer of issuers) while (!issuer.isDone) issuer.turn();
        assert.deepEqual(stored.content?.values ?? [], strangers);
        assert.equal(stored.content === undefined, strangers.length === 0);
        assert.deepEqual(stored.content?.metadata ?? {}, initial?.metadata ?? {});
      }),
      { numRuns: 500 },
    );
  });
});
