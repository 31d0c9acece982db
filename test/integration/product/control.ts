/** The sandbox's control endpoint, as tests use it. */
import assert from 'node:assert/strict';
import type { LogEntry } from '../../sandbox/log/request-log.ts';

export interface Control {
  /** Requests since the given number, in the order of their arrival. */
  log(since?: number): Promise<readonly LogEntry[]>;
  /** Host names that were asked for and that nobody stands for. */
  refused(): Promise<readonly string[]>;
  state(): Promise<SandboxState>;
  /** Returns the fault's id. */
  fault(fault: object): Promise<string>;
  /** Resolves when the fault has caught a request and holds it. */
  held(id: string): Promise<void>;
  release(id: string): Promise<void>;
  clearFaults(): Promise<void>;
  nameServer(name: 'authoritative-1' | 'authoritative-2', behaviour: object): Promise<void>;
}

export interface SandboxState {
  readonly vaults: readonly {
    readonly vault: string;
    readonly certificates: readonly StoredCertificate[];
  }[];
  readonly zones: readonly {
    readonly name: string;
    readonly recordSets: readonly StoredRecordSet[];
  }[];
}

export interface StoredCertificate {
  readonly name: string;
  readonly versions: readonly {
    readonly id: string;
    readonly thumbprint: string;
    readonly enabled: boolean;
    readonly tags: Readonly<Record<string, string>>;
  }[];
  readonly policy: { readonly x509_props: { readonly ekus: readonly string[] } };
  readonly pending: { readonly status: string; readonly requestId: string } | null;
}

export interface StoredRecordSet {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

export function controlAt(url: string): Control {
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(
      answer.ok,
      `${method} ${path}: ${String(answer.status)} ${await answer.clone().text()}`,
    );
    return (await answer.json()) as T;
  };
  return {
    log: (since = 0) => call('GET', `/log?since=${String(since)}`),
    refused: () => call('GET', '/refused'),
    state: () => call('GET', '/state'),
    fault: async (fault) => (await call<{ id: string }>('POST', '/faults', fault)).id,
    async held(id) {
      const { state } = await call<{ state: string }>('GET', `/faults/${id}?wait=held`);
      assert.equal(state, 'held', `the fault ${id} has caught nothing`);
    },
    async release(id) {
      await call('POST', `/faults/${id}/release`);
    },
    async clearFaults() {
      await call('DELETE', '/faults');
    },
    async nameServer(name, behaviour) {
      await call('PUT', `/dns/${name}`, behaviour);
    },
  };
}
