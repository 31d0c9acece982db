/** A form in a world of two vaults, with a board and an engine that the test scripts. */
import assert from 'node:assert/strict';
import type { PolicyChanging } from '../../../../src/app/change-policy.ts';
import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import type { IssuanceWish } from '../../../../src/domain/issuance-wish.ts';
import { english } from '../../../../src/domain/translate.ts';
import type { Repair } from '../../../../src/vscode/errors/repair.ts';
import { openProblemDesk } from '../../../../src/vscode/errors/problem-desk.ts';
import { keyOfSeen } from '../../../../src/vscode/form/form-choices.ts';
import type { FormServices, VaultRunEnd } from '../../../../src/vscode/form/form-services.ts';
import type { VaultWish } from '../../../../src/domain/vault-wish.ts';
import { FormSession } from '../../../../src/vscode/form/form-session.ts';
import type { SeenVault } from '../../../../src/vscode/portfolio/seen-vaults.ts';
import type { PortfolioChange } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import {
  isFormState,
  type FormEntries,
  type FormState,
  type FormSubject,
} from '../../../../src/webview/form/state-protocol.ts';
import { fakeDirectory, SUBSCRIPTION, vaultNamed, type Script } from '../fake-directory.ts';
import { USUAL_POLICY_FIELDS } from '../../../../src/domain/policy-fields.ts';

export const { signal } = new AbortController();
export const TERMS = 'https://ca.example/terms';
const CREATE: FormSubject = { mode: 'create' };

export const AUTHORITY = {
  terms: TERMS,
  agreed: true,
  profiles: {},
  externalAccountRequired: false,
};

export const WILLING: Script = {
  nameState: () => Promise.resolve({ state: 'free' }),
  authority: () => Promise.resolve(AUTHORITY),
};

interface Options {
  readonly script?: Script;
  readonly subject?: FormSubject;
  /** Names of vaults: those of chosen subscriptions, and the others. */
  readonly chosen?: readonly string[];
  readonly others?: readonly string[];
  readonly operation?: string;
  /** Operations that are known once the board was opened. */
  readonly journal?: Readonly<Record<string, BoardOperation>>;
  /** What the person says to taking a certificate over, and to another policy. */
  readonly adopts?: boolean;
  /** False: until `signIn`. */
  readonly isSignedIn?: boolean;
  /** True: who is signed in is known only after `load`. */
  readonly isLoading?: boolean;
}

export function formUnderTest(options: Options = {}) {
  const { script = WILLING, chosen = ['contoso-web', 'contoso-test'], others = [] } = options;
  const directory = fakeDirectory(script);
  const see = (name: string): SeenVault => ({
    directory,
    vault: vaultNamed(name),
    subscription: SUBSCRIPTION,
  });
  const seen = { chosen: chosen.map(see), every: [...chosen, ...others].map(see) };
  const shown: FormState[] = [];
  const copied: string[] = [];
  const ran: unknown[] = [];
  const repaired: Repair[] = [];
  const started: { readonly directoryKey: string; readonly wish: IssuanceWish }[] = [];
  const cancelled: string[] = [];
  const operations = new Map<string, BoardOperation>();
  const boardListeners: (() => void)[] = [];
  const portfolioListeners: ((change: PortfolioChange) => void)[] = [];
  const commands: (IssuanceWish | VaultWish)[] = [];
  const csrs: string[] = [];
  const policies: PolicyChanging[] = [];
  const ends: VaultRunEnd[] = [];
  const asked: string[] = [];
  let closed = 0;
  let isSignedIn = options.isSignedIn ?? options.isLoading !== true;
  const services: FormServices = {
    portfolio: {
      get accounts() {
        return isSignedIn
          ? [{ account: directory.account, directories: [], failure: undefined }]
          : [];
      },
      isFirstLoad: false,
      signal,
      load: () => {
        if (options.isLoading === true) isSignedIn = true;
        return Promise.resolve();
      },
      everyVault: () => (isSignedIn ? seen.every : []),
      vaults: () => (isSignedIn ? seen.chosen : []),
      onDidChange: (listener) => {
        portfolioListeners.push(listener);
        return { dispose: () => portfolioListeners.splice(0) };
      },
    },
    board: {
      start: (_, directoryKey, wish) => {
        started.push({ directoryKey, wish });
        operations.set('op1', operationOf(wish));
        return operationOf(wish);
      },
      get: (id) => operations.get(id),
      open: () => {
        for (const [id, operation] of Object.entries(options.journal ?? {})) {
          operations.set(id, operation);
        }
        return Promise.resolve();
      },
      cancel: (id) => cancelled.push(id),
      onChange: (listener) => {
        boardListeners.push(listener);
        return { dispose: () => boardListeners.splice(0) };
      },
    },
    desk: openProblemDesk({
      t: english,
      repair: (repair) => {
        repaired.push(repair);
        return Promise.resolve();
      },
      record: () => undefined,
    }),
    defaults: () => ({
      certificateAuthority: 'letsencrypt',
      keyType: 'ec-p256',
      contentType: 'pem',
    }),
    t: english,
    copy: (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    commandFor: (wish) => {
      commands.push(wish);
      return `kvcert ${'change' in wish ? 'create' : wish.kind}`;
    },
    run: (...command) => {
      ran.push(command);
      return Promise.resolve();
    },
    mayAdopt: (tool) => {
      asked.push(tool);
      return Promise.resolve(options.adopts === true);
    },
    changePolicy: (_seen, changing) => {
      policies.push(changing);
      return Promise.resolve(options.adopts === true);
    },
    copyCsr: (certificate, pem) => {
      csrs.push(`copied ${certificate}: ${pem}`);
      return Promise.resolve();
    },
    saveCsr: (certificate, pem) => {
      csrs.push(`saved ${certificate}: ${pem}`);
      return Promise.resolve();
    },
    ended: (end) => ends.push(end),
    log: () => undefined,
    close: () => closed++,
  };
  const session = new FormSession(
    services,
    options.subject ?? CREATE,
    (state) => {
      assert.ok(isFormState(JSON.parse(JSON.stringify(state))), 'the page would not take it');
      shown.push(state);
    },
    options.operation,
  );
  const keyOf = (name: string): string => keyOfSeen(see(name));
  const entries: FormEntries = {
    vault: keyOf('contoso-web'),
    name: 'www',
    dnsNames: ['www.contoso.com'],
    ca: 'letsencrypt',
    profile: '',
    keyType: 'rsa-2048',
    contentType: 'pkcs12',
    exportable: true,
    reuseKey: false,
    tags: [],
    agreedTerms: '',
    rehearse: false,
    forceStaging: false,
    ...USUAL_POLICY_FIELDS,
  };
  return {
    ...{
      session,
      shown,
      copied,
      ran,
      repaired,
      started,
      cancelled,
      commands,
      csrs,
      policies,
      ends,
      asked,
      entries,
      operations,
      keyOf,
    },
    closed: () => closed,
    signIn: () => {
      isSignedIn = true;
    },
    boardChanges: () => {
      for (const listener of boardListeners) listener();
    },
    portfolioChanges: (change: PortfolioChange) => {
      for (const listener of portfolioListeners) listener(change);
    },
    listeners: () => boardListeners.length + portfolioListeners.length,
    directoryKey: directory.key,
  };
}

export function operationOf(
  wish: IssuanceWish,
  change: Partial<BoardOperation> = {},
): BoardOperation {
  return {
    id: 'op1',
    kind: wish.kind,
    target: wish.target,
    dnsNames: wish.dnsNames ?? [],
    directoryKey: 'a/t',
    wish,
    work: 'obtain',
    takenUp: false,
    state: 'running',
    cancelling: false,
    steps: [
      { name: 'check', startedAt: 0, ms: 12.4, detail: undefined },
      {
        name: 'propagate',
        startedAt: 12,
        ms: undefined,
        detail: { kind: 'name-servers', have: 1, of: 4 },
      },
    ],
    notes: [],
    startedAt: 0,
    begunAt: 0,
    endedAt: undefined,
    error: undefined,
    issued: undefined,
    left: undefined,
    process: undefined,
    needsSignIn: false,
    changedAt: 0,
    ...change,
  };
}

export const refOf = (vault: string, name: string) => ({
  directory: fakeDirectory({}).key,
  vaultId: vaultNamed(vault).id,
  vault,
  name,
});
