/** The sandbox's control endpoint, as tests use it. */
import assert from 'node:assert/strict';
import type { RuleState } from '../../sandbox/acme/scripted/rule-book.ts';
import type { ZoneSnapshot } from '../../sandbox/arm/snapshot.ts';
import type { DnsQuery } from '../../sandbox/dns/name-servers.ts';
import type { FaultState } from '../../sandbox/faults/fault-book.ts';
import type { CertificateSnapshot, VaultSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';

export interface Control {
  /** Requests since the given number, in the order of their arrival. */
  log(since?: number): Promise<readonly LogEntry[]>;
  /** Host names that were asked for and that nobody stands for. */
  refused(): Promise<readonly string[]>;
  /** Everything that the name servers were asked, in order. */
  dnsQueries(): Promise<readonly DnsQuery[]>;
  state(): Promise<SandboxState>;
  /** What a vault holds under a name. */
  certificate(vault: string, name: string): Promise<CertificateSnapshot>;
  /** Returns the fault's id. */
  fault(fault: object): Promise<string>;
  /** Resolves when the fault has caught a request and holds it. */
  held(id: string): Promise<void>;
  release(id: string): Promise<void>;
  /** Resolves when every request that the fault was set for is over. */
  over(id: string): Promise<void>;
  clearFaults(): Promise<void>;
  nameServer(name: 'authoritative-1' | 'authoritative-2', behaviour: object): Promise<void>;
  /** Has the scripted CA do something otherwise; see rule.ts there. */
  caRule(rule: object): Promise<void>;
  /** How far each of these rules has come. */
  caRules(): Promise<readonly RuleState[]>;
  /** What the scripted CA asks for and offers; see directory.ts there. */
  caSettings(settings: object): Promise<void>;
  /** PEM of the scripted CA's root. */
  caRoot(): Promise<string>;
}

export interface SandboxState {
  readonly vaults: readonly VaultSnapshot[];
  readonly zones: readonly ZoneSnapshot[];
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
    dnsQueries: () => call('GET', '/dns/queries'),
    state: () => call('GET', '/state'),
    async certificate(vault, name) {
      const { vaults } = await call<SandboxState>('GET', '/state');
      const found = vaults
        .find((each) => each.vault === vault)
        ?.certificates.find((each) => each.name === name);
      assert.ok(found, `the vault ${vault} holds no ${name}`);
      return found;
    },
    fault: async (fault) => (await call<{ id: string }>('POST', '/faults', fault)).id,
    async held(id) {
      const { held } = await call<FaultState>('GET', `/faults/${id}?wait=held`);
      assert.ok(held > 0, `the fault ${id} has caught nothing`);
    },
    async over(id) {
      const { done } = await call<FaultState>('GET', `/faults/${id}?wait=done`);
      assert.ok(done, `the fault ${id} has not come to its end`);
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
    async caRule(rule) {
      await call('POST', '/scripted-ca/rules', rule);
    },
    caRules: () => call('GET', '/scripted-ca/rules'),
    async caSettings(settings) {
      await call('PUT', '/scripted-ca/settings', settings);
    },
    caRoot: async () => (await call<{ pem: string }>('GET', '/scripted-ca/root')).pem,
  };
}
