import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as packet from 'dns-packet';
import fc from 'fast-check';
import { decodeAnswer, encodeQuestion } from '../../../src/dns/message.ts';
import type { Question } from '../../../src/dns/question.ts';

const TXT: Question = { type: 'TXT', name: 'a.example' };

/** An answer as another implementation writes it, with names compressed or not as it likes. */
function answerTo(question: Question, change: Partial<packet.Packet> = {}): Uint8Array {
  return packet.encode({
    type: 'response',
    id: 0,
    flags: packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE,
    questions: [{ type: question.type, name: question.name }],
    ...change,
  });
}

function txt(name: string, ...data: readonly string[]): packet.Answer {
  return { type: 'TXT', name, ttl: 1, data: [...data] };
}

function read(question: Question, ...answers: readonly packet.Answer[]): readonly string[] {
  const answer = decodeAnswer(answerTo(question, { answers: [...answers] }), question);
  assert.equal(answer.failure, undefined);
  return answer.records;
}

const UNREADABLE = { records: [], failure: 'EBADRESP' };

describe('encodeQuestion', () => {
  it('asks one question, with recursion and the id zero', () => {
    for (const type of ['A', 'AAAA', 'CAA', 'CNAME', 'NS', 'SOA', 'TXT'] as const) {
      const query = packet.decode(Buffer.from(encodeQuestion({ type, name: 'a.b.example' })));
      assert.equal(query.type, 'query');
      assert.equal(query.id, 0);
      assert.equal((query.flags ?? 0) & packet.RECURSION_DESIRED, packet.RECURSION_DESIRED);
      const questions = query.questions?.map(({ type, name, class: of }) => [type, name, of]);
      assert.deepEqual(questions, [[type, 'a.b.example', 'IN']]);
      assert.deepEqual([query.answers, query.additionals], [[], []]);
    }
  });

  it('can ask for the root', () => {
    const query = packet.decode(Buffer.from(encodeQuestion({ type: 'NS', name: '.' })));
    assert.equal(query.questions?.[0]?.name, '.');
  });

  for (const name of ['', 'a..example', `${'x'.repeat(64)}.example`, `${'a.'.repeat(127)}ab`]) {
    it(`refuses ${name.slice(0, 20)}`, () => {
      assert.throws(() => encodeQuestion({ type: 'A', name }), RangeError);
    });
  }
});

describe('decodeAnswer', () => {
  it('reads every type that is asked for', () => {
    const base = { name: 'a.example', ttl: 1 } as const;
    assert.deepEqual(read({ ...TXT, type: 'A' }, { ...base, type: 'A', data: '192.0.2.1' }), [
      '192.0.2.1',
    ]);
    const v6: packet.Answer = { ...base, type: 'AAAA', data: '2001:db8:0:0:0:0:0:1' };
    assert.deepEqual(read({ ...TXT, type: 'AAAA' }, v6), ['2001:db8::1']);
    const ns: packet.Answer = { ...base, type: 'NS', data: 'NS1.a.Example' };
    assert.deepEqual(read({ ...TXT, type: 'NS' }, ns), ['ns1.a.example']);
    const long = 'x'.repeat(255);
    assert.deepEqual(read(TXT, txt('a.example', long, 'y'), txt('A.example', '')), [
      `${long}y`,
      '',
    ]);
    const data = { mname: 'ns1.a.example', rname: 'x.a.example', serial: 7, refresh: 1 };
    const soa = { ...data, retry: 2, expire: 3, minimum: 4_000_000_000 };
    assert.deepEqual(read({ ...TXT, type: 'SOA' }, { ...base, type: 'SOA', data: soa }), [
      '4000000000',
    ]);
    const caa = { flags: 128, tag: 'issue', value: 'ca.example; a=b' } as const;
    assert.deepEqual(read({ ...TXT, type: 'CAA' }, { ...base, type: 'CAA', data: caa }), [
      '128 issue ca.example; a=b',
    ]);
    const none = { flags: 0, tag: 'issuewild', value: '' } as const;
    assert.deepEqual(read({ ...TXT, type: 'CAA' }, { ...base, type: 'CAA', data: none }), [
      '0 issuewild ',
    ]);
  });

  it('takes only what stands at the name, or where its CNAMEs lead, in any order', () => {
    const alias = (name: string, data: string): packet.Answer => {
      return { type: 'CNAME', name, ttl: 1, data };
    };
    const answers = [
      txt('c.example', 'far'),
      txt('x.example', 'foreign'),
      alias('b.example', 'C.example'),
      alias('a.example', 'b.example'),
    ];
    assert.deepEqual(read(TXT, ...answers), ['far']);
    assert.deepEqual(read({ ...TXT, type: 'CNAME' }, ...answers), ['b.example']);
    const circle = [alias('a.example', 'b.example'), alias('b.example', 'a.example')];
    assert.deepEqual(read(TXT, ...circle), []);
  });

  it('passes over types, classes and sections that were not asked for', () => {
    const unknown: packet.Answer = { type: 'MX', name: 'a.example', data: { exchange: 'm.x' } };
    const chaos: packet.Answer = { ...txt('a.example', 'chaos'), class: 'CH' } as packet.Answer;
    assert.deepEqual(read(TXT, unknown, chaos, txt('a.example', 'one')), ['one']);
    const beside = { authorities: [txt('a.example', 'x')], additionals: [txt('a.example', 'y')] };
    assert.deepEqual(decodeAnswer(answerTo(TXT, beside), TXT).records, []);
  });

  it('takes an absent name for an answer, and keeps other codes', () => {
    for (const [rcode, failure] of [
      [0, undefined],
      [3, undefined],
      [1, 'EFORMERR'],
      [2, 'ESERVFAIL'],
      [4, 'ENOTIMP'],
      [5, 'EREFUSED'],
      [11, 'EBADRESP'],
    ] as const) {
      const answers = rcode === 0 ? [] : [txt('a.example', 'x')];
      const message = answerTo(TXT, { flags: rcode, answers });
      assert.deepEqual(decodeAnswer(message, TXT), { records: [], failure });
    }
  });

  for (const [what, change] of [
    ['another id', { id: 1 }],
    ['a query', { type: 'query' }],
    ['a cut answer', { flags: packet.TRUNCATED_RESPONSE }],
    ['another operation', { flags: 0x2000 }],
    ['no question', { questions: [] }],
    ['another name', { questions: [{ type: 'TXT', name: 'b.example' }] }],
    ['another type', { questions: [{ type: 'A', name: 'a.example' }] }],
    ['two questions', { questions: [TXT, TXT] }],
  ] as const) {
    it(`refuses ${what}`, () => {
      const answers = [txt('a.example', 'x')];
      const message = answerTo(TXT, { answers, ...(change as Partial<packet.Packet>) });
      assert.deepEqual(decodeAnswer(message, TXT), UNREADABLE);
    });
  }

  it('refuses a message that ends at any byte too early', () => {
    const whole = answerTo(TXT, { answers: [txt('a.example', 'one', 'two')] });
    for (let length = 0; length < whole.length; length++) {
      assert.deepEqual(decodeAnswer(whole.subarray(0, length), TXT), UNREADABLE, `${length}`);
    }
  });

  it('refuses names that lead in circles, forwards or nowhere', () => {
    const question = [...Buffer.from('\u0001a\u0007example\0\0\u0010\0\u0001', 'latin1')];
    const header = [0, 0, 0x80, 0, 0, 1, 0, 1, 0, 0, 0, 0];
    const start = header.length + question.length;
    for (const name of [
      [0xc0, start],
      [0xc0, start + 2],
      [0xff, 0xff],
      [1, 97, 0xc0, start],
      [0x40, 97],
      [0x80, 97],
    ]) {
      const message = Uint8Array.from([...header, ...question, ...name, ...Buffer.alloc(20)]);
      assert.deepEqual(decodeAnswer(message, TXT), UNREADABLE, name.join());
    }
  });

  it('follows pointers, which lead backwards', () => {
    const question = [...Buffer.from('\u0001a\u0007example\0\0\u0010\0\u0001', 'latin1')];
    const record = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 9, 0, 4, 3, 111, 110, 101];
    const message = Uint8Array.from([
      0,
      0,
      0x80,
      0,
      0,
      1,
      0,
      1,
      0,
      0,
      0,
      0,
      ...question,
      ...record,
    ]);
    assert.deepEqual(decodeAnswer(message, TXT), { records: ['one'], failure: undefined });
  });

  it('survives every message', () => {
    const whole = answerTo(TXT, { answers: [txt('a.example', 'one'), txt('b.example', 'two')] });
    const spoilt = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 })
      .map((changes) => {
        const copy = Uint8Array.from(whole);
        for (const [index, value] of changes) copy[index] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), spoilt), (message) => {
        const { records, failure } = decodeAnswer(message, TXT);
        assert.ok(failure === undefined || records.length === 0);
      }),
    );
  });
});
