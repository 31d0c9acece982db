/** A team that adds values of its own to a record set and removes them, as others write to it. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { txtUrl, type AzureAnswer, type AzureCaller } from './azure-caller.ts';

interface Properties {
  readonly TTL: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly TXTRecords?: readonly { readonly value: readonly string[] }[];
}

/** How many values it has in the set at most. */
const MOST = 4;

export interface BusyStranger {
  /** What it has in the set now. */
  readonly values: readonly string[];
  /** How often it has changed the set. */
  readonly changes: number;
  /** Resolves when it has come to rest; rejects where it missed a value of its own at any look. */
  stop(): Promise<void>;
}

/** Careful as the product is: it writes only what it has read (If-Match). */
export function startBusyStranger(
  caller: AzureCaller,
  { zoneId, record }: { readonly zoneId: string; readonly record: string },
): BusyStranger {
  const url = txtUrl(zoneId, record);
  const over = new AbortController();
  let values: readonly string[] = [];
  let changes = 0;
  const change = async (): Promise<void> => {
    const found = await caller.send('GET', url);
    const there = propertiesOf(found);
    const texts = (there?.TXTRecords ?? []).map(({ value }) => value.join(''));
    for (const value of values) assert.ok(texts.includes(value), `somebody has taken ${value}`);
    const leaving = values.length === MOST ? values[0] : undefined;
    const coming = `stranger ${changes}`;
    const kept = (there?.TXTRecords ?? []).filter(({ value }) => value.join('') !== leaving);
    const properties = {
      TTL: there?.TTL ?? 60,
      metadata: there?.metadata ?? {},
      TXTRecords: [...kept, { value: [coming] }],
    };
    const condition = found.etag ? { 'If-Match': found.etag } : { 'If-None-Match': '*' };
    const { status } = await caller.send('PUT', url, { properties }, condition);
    // Somebody was faster, or the set is full.
    if (status === 412 || status === 400) return;
    assert.ok(status < 300, String(status));
    values = [...values.filter((value) => value !== leaving), coming];
    changes += 1;
  };
  const atWork = (async () => {
    while (!over.signal.aborted) {
      await change();
      await delay(100);
    }
  })();
  atWork.catch(() => undefined);
  return {
    get values() {
      return values;
    },
    get changes() {
      return changes;
    },
    async stop() {
      over.abort();
      await atWork;
    },
  };
}

function propertiesOf({ status, body }: AzureAnswer): Properties | undefined {
  if (status === 404) return undefined;
  assert.equal(status, 200);
  return (body as { readonly properties: Properties }).properties;
}
