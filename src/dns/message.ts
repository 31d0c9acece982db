/**
 * DNS messages as they travel (RFC 1035 §4), as far as `Question` needs them. node:dns speaks them
 * on sockets of its own only, and does not tell all that they say.
 */
import type { Answer, Question } from './question.ts';

/** Reads the data of a record, which ends at `end`, as `Answer.records` holds it. */
type RecordData = (reader: Reader, end: number) => string;

const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, CAA: 257 } as const;
const CLASS_IN = 1;

const HEADER_BYTES = 12;
const RESPONSE = 0x8000;
const OPCODE = 0x7800;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RCODE = 0x000f;

const NO_ERROR = 0;
const NAME_ERROR = 3;

/** As node:dns names them. */
const FAILURES: Readonly<Record<number, string>> = {
  1: 'EFORMERR',
  2: 'ESERVFAIL',
  4: 'ENOTIMP',
  5: 'EREFUSED',
};

/** What an answer is that cannot be read, or is none to the question. */
const UNREADABLE = 'EBADRESP';

/**
 * The question to a resolver.
 * @param id - zero over HTTPS, as RFC 8484 §4.1 advises; elsewhere what nobody can guess
 * @throws RangeError for what is no domain name
 */
export function encodeQuestion({ type, name }: Question, id = 0): Uint8Array {
  const labels = name === '.' ? [] : name.split('.').map((label) => Buffer.from(label, 'latin1'));
  const bytes = labels.flatMap((label) => [label.length, ...label]);
  if (labels.some(({ length }) => length === 0 || length > 63) || bytes.length > 254) {
    throw new RangeError(`${name} is no domain name`);
  }
  const header = [...uint16(id), ...uint16(RECURSION_DESIRED), ...uint16(1), 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([...header, ...bytes, 0, ...uint16(TYPES[type]), ...uint16(CLASS_IN)]);
}

/** What a message says to a question. A message that is no answer to it is a failure. */
export function decodeAnswer(message: Uint8Array, question: Question): Answer {
  return decode(message, question, 0, ({ answers }) => recordsFor(question, answers));
}

/**
 * The name servers to which a message refers for just the name that was asked for; none where the
 * server answers by itself, or refers to those of another name.
 */
export function decodeReferral(message: Uint8Array, question: Question, id: number): Answer {
  return decode(message, question, id, ({ answers, authorities }) => {
    if (answers.length > 0) return [];
    const owner = question.name.toLowerCase();
    const here = authorities.filter((record) => record.type === 'NS' && record.owner === owner);
    return here.map(({ data }) => data).toSorted();
  });
}

interface Sections {
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
}

function decode(
  message: Uint8Array,
  question: Question,
  id: number,
  pick: (sections: Sections) => readonly string[],
): Answer {
  try {
    const sections = readSections(new Reader(message), question, id);
    return typeof sections === 'string'
      ? { records: [], failure: sections }
      : { records: pick(sections), failure: undefined };
  } catch (error) {
    if (error instanceof RangeError) return { records: [], failure: UNREADABLE };
    throw error;
  }
}

const NOTHING: Sections = { answers: [], authorities: [] };

/**
 * What it holds, or why that is no answer.
 * @throws RangeError where the message does not follow its format
 */
function readSections(reader: Reader, question: Question, id: number): Sections | string {
  const isToUs = reader.uint16() === id;
  const flags = reader.uint16();
  const questions = reader.uint16();
  const answers = reader.uint16();
  const authorities = reader.uint16();
  reader.position = HEADER_BYTES;
  const isResponse = isToUs && (flags & (RESPONSE | OPCODE | TRUNCATED)) === RESPONSE;
  if (!isResponse || questions !== 1 || !echoes(reader, question)) return UNREADABLE;
  const rcode = flags & RCODE;
  if (rcode === NAME_ERROR) return NOTHING;
  if (rcode !== NO_ERROR) return FAILURES[rcode] ?? UNREADABLE;
  const next = (): ResourceRecord => readRecord(reader);
  return {
    answers: Array.from({ length: answers }, next),
    authorities: Array.from({ length: authorities }, next),
  };
}

function echoes(reader: Reader, { type, name }: Question): boolean {
  const asked = reader.name();
  return (
    (asked === '' ? '.' : asked) === name.toLowerCase() &&
    reader.uint16() === TYPES[type] &&
    reader.uint16() === CLASS_IN
  );
}

interface ResourceRecord {
  readonly owner: string;
  readonly type: string | undefined;
  readonly data: string;
}

/** The records of the type that was asked for, at the name and wherever its CNAMEs lead. */
function recordsFor(
  { type, name }: Question,
  records: readonly ResourceRecord[],
): readonly string[] {
  const first = name === '.' ? '' : name.toLowerCase();
  const owners = new Set([first]);
  if (type !== 'CNAME') {
    // A set is walked while it grows, so that the end of a chain is found in any order of records.
    for (const owner of owners) {
      for (const record of records) {
        if (record.type === 'CNAME' && record.owner === owner) owners.add(record.data);
      }
    }
  }
  return records
    .filter((record) => record.type === type && owners.has(record.owner))
    .map(({ data }) => data);
}

function readRecord(reader: Reader): ResourceRecord {
  const owner = reader.name();
  const number = reader.uint16();
  const isInternet = reader.uint16() === CLASS_IN;
  reader.skip(4);
  const end = reader.uint16() + reader.position;
  const known = Object.entries(TYPES).find(([, value]) => value === number && isInternet)?.[0];
  const data = isType(known) ? DATA[known](reader, end) : '';
  if (isType(known) && reader.position !== end) throw new RangeError('a record of another length');
  reader.position = end;
  return { owner, type: known, data };
}

function isType(type: string | undefined): type is Question['type'] {
  return type !== undefined && Object.hasOwn(TYPES, type);
}

const DATA: Readonly<Record<Question['type'], RecordData>> = {
  A: (reader) => [...reader.bytes(4)].join('.'),
  AAAA: (reader) => {
    const groups = Array.from({ length: 8 }, () => reader.uint16().toString(16));
    return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
  },
  CNAME: (reader) => reader.name(),
  NS: (reader) => reader.name(),
  SOA: (reader) => {
    reader.name();
    reader.name();
    reader.skip(16);
    return String(reader.uint32());
  },
  TXT: (reader, end) => {
    const chunks: Uint8Array[] = [];
    while (reader.position < end) chunks.push(reader.bytes(reader.uint8()));
    return Buffer.concat(chunks).toString('utf8');
  },
  CAA: (reader, end) => {
    const flags = reader.uint8();
    const tag = latin1(reader.bytes(reader.uint8()));
    return `${flags} ${tag} ${latin1(reader.bytes(end - reader.position))}`;
  },
};

/** Reads a message from its start; a RangeError where it ends too early. */
class Reader {
  position = 0;
  readonly #message: Uint8Array;

  constructor(message: Uint8Array) {
    this.#message = message;
  }

  uint8(): number {
    return this.bytes(1)[0] ?? 0;
  }

  uint16(): number {
    return this.uint8() * 0x100 + this.uint8();
  }

  uint32(): number {
    return this.uint16() * 0x1_0000 + this.uint16();
  }

  skip(length: number): void {
    this.bytes(length);
  }

  bytes(length: number): Uint8Array {
    const end = this.position + length;
    if (length < 0 || end > this.#message.length) throw new RangeError('the message ends early');
    const bytes = this.#message.subarray(this.position, end);
    this.position = end;
    return bytes;
  }

  /** In lower case, without a trailing dot; empty for the root. */
  name(): string {
    const labels: string[] = [];
    let length = 0;
    let after: number | undefined;
    // Every pointer leads further back than the one before, so that none leads in a circle.
    let limit = this.position;
    for (let size = this.uint8(); size !== 0; size = this.uint8()) {
      if (size >= 0xc0) {
        const target = (size - 0xc0) * 0x100 + this.uint8();
        after ??= this.position;
        if (target >= limit) throw new RangeError('a pointer that leads nowhere');
        limit = target;
        this.position = target;
        continue;
      }
      length += size + 1;
      if (size > 63 || length > 254) throw new RangeError('a name that is too long');
      // A dot inside of a label is no end of it (RFC 1035 §5.1).
      labels.push(latin1(this.bytes(size)).toLowerCase().replaceAll('.', '\\.'));
    }
    this.position = after ?? this.position;
    return labels.join('.');
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function uint16(value: number): readonly [number, number] {
  return [value >> 8, value & 0xff];
}
