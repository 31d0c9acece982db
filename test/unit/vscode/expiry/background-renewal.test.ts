import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from '../../../../src/app/engine.ts';
import type { OperationEngine } from '../../../../src/app/operations/carry-out.ts';
import type { Renewal, RenewalOutcome } from '../../../../src/app/renew-several.ts';
import type { SurveyedCertificate } from '../../../../src/app/survey-renewals.ts';
import { CertError, isCertError } from '../../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../../src/domain/issuance-wish.ts';
import type { RenewalDecision } from '../../../../src/domain/renewal-decision.ts';
import {
  renewInBackground,
  type BackgroundServices,
} from '../../../../src/vscode/expiry/background-renewal.ts';
import type { ExpiryMemory } from '../../../../src/vscode/expiry/expiry-memory.ts';
import { SILENT } from '../../acme/test-clock.ts';
import { operationOf } from '../form/form-under-test.ts';
import {
  certificateNamed,
  fakeDirectory,
  NOW,
  SUBSCRIPTION,
  TENANT,
  vaultNamed,
} from '../fake-directory.ts';

const HOUR = 3_600_000;
const REPORTER = {
  started: () => undefined,
  detail: () => undefined,
  finished: () => undefined,
  note: () => undefined,
};
const DUE: RenewalDecision = {
  kind: 'now',
  reason: { kind: 'window', since: new Date(NOW - HOUR) },
};
const OURS = { 'kvcert-ca': 'letsencrypt' };

function found(name: string, decision = DUE, tags: Record<string, string> = OURS) {
  const certificate = certificateNamed(name, 20, { tags });
  return { vault: vaultNamed('contoso-prod'), certificate, ca: 'letsencrypt', decision };
}

interface Options {
  readonly certificates?: readonly SurveyedCertificate[];
  readonly chosen?: readonly string[];
  readonly memory?: ExpiryMemory;
  readonly isHeld?: boolean;
  readonly outcome?: RenewalOutcome;
}

function world({ certificates = [found('www')], chosen = ['contoso-prod'], ...options }: Options) {
  const asked: string[] = [];
  const started: IssuanceWish[] = [];
  const engines: OperationEngine[] = [];
  const renewed: Renewal[] = [];
  const learned: (readonly [names: readonly string[], looked: readonly string[]])[] = [];
  let memory: ExpiryMemory = options.memory ?? {};
  let held = options.isHeld === true;
  const see = (account: string, vaults: readonly string[]) => {
    const fake = fakeDirectory({}, TENANT, { id: account, label: account });
    const engine = async (): Promise<Engine> => ({
      ...(await fake.engine()),
      survey: ({ vaults: wanted }) => {
        asked.push(...wanted.map((name) => `${account} ${name}`));
        return Promise.resolve({ certificates, failures: [] });
      },
      renewSeveral: (renewals) => {
        renewed.push(...renewals);
        const error = new CertError('TermsNotAgreed', { ca: 'CA', terms: 'https://ca.example' });
        const outcome = options.outcome ?? { kind: 'failed', error };
        return Promise.resolve(renewals.map((renewal) => ({ renewal, outcome })));
      },
    });
    const directory = { ...fake, engine };
    return vaults.map((name) => ({
      directory,
      vault: vaultNamed(name),
      subscription: SUBSCRIPTION,
    }));
  };
  const everyVault = [
    ...see('anna', ['contoso-prod', 'contoso-dev']),
    ...see('bert', ['contoso-prod']),
  ];
  const services: BackgroundServices = {
    chosen: () => chosen,
    load: () => Promise.resolve(),
    everyVault: () => everyVault,
    board: {
      start: (engine, _directory, wish) => {
        started.push(wish);
        engines.push(engine);
        return operationOf(wish);
      },
      whenEnded: () => {
        assert.ok(held, 'the lock is held until all have ended');
        return Promise.resolve(undefined);
      },
    },
    memory: {
      read: () => Promise.resolve(memory),
      change: (change) => {
        memory = { ...memory, ...change };
        return Promise.resolve();
      },
    },
    learn: (surveyed, looked) => {
      learned.push([surveyed.map(({ ref }) => `${ref.vault}/${ref.name}`), looked]);
    },
    lock: () => {
      if (held) return Promise.resolve({ heldBy: 7 });
      held = true;
      const release = (): Promise<void> => {
        held = false;
        return Promise.resolve();
      };
      return Promise.resolve({ release });
    },
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    log: SILENT,
  };
  const look = (isWished = false) =>
    renewInBackground(services, isWished, new AbortController().signal);
  return {
    ...{ look, asked, started, engines, renewed, learned },
    ...{ memory: () => memory, isHeld: () => held },
  };
}

describe('renewing in the background', () => {
  it('does nothing as long as no vault is chosen', async () => {
    const { look, asked, memory } = world({ chosen: [] });
    await look(true);
    assert.deepEqual([asked, memory()], [[], {}]);
  });

  it('renews what is due in the chosen vaults, through one account, and says on what occasion', async () => {
    const byId = vaultNamed('contoso-prod').id.toUpperCase();
    for (const chosen of [['Contoso-Prod'], [byId], [byId, ' contoso-prod ']]) {
      const { look, asked, started, isHeld } = world({ chosen });
      await look();
      assert.deepEqual(asked, ['anna contoso-prod']);
      assert.deepEqual(started, [
        {
          kind: 'renew',
          target: { vault: 'contoso-prod', name: 'www' },
          occasion: { kind: 'background', reason: 'window' },
        },
      ]);
      assert.equal(isHeld(), false);
    }
  });

  it('leaves alone what is not ours, and what waits after a failure', async () => {
    const at = new Date(NOW + HOUR);
    const reason = { kind: 'failed-before', count: 2, code: 'RateLimited' } as const;
    const { look, started, memory } = world({
      certificates: [
        found('bot', DUE, { Issuer: 'Acmebot' }),
        found('own', DUE, {}),
        found('waits', { kind: 'later', at, reason }),
      ],
    });
    await look();
    assert.deepEqual(started, []);
    // It comes back when the next attempt is to be made.
    assert.equal(memory().automaticFrom, NOW + HOUR);
  });

  it('tells what it has found to those who show what is due', async () => {
    const { look, learned } = world({
      certificates: [found('own', DUE, {}), found('www', DUE, { 'kvcert-ca': 'letsencrypt' })],
    });
    await look();
    const names = ['contoso-prod/own', 'contoso-prod/www'];
    assert.deepEqual(learned, [[names, [vaultNamed('contoso-prod').id]]]);
  });

  it('looks a few times a day, and at once when the person has chosen', async () => {
    const { look, asked, memory } = world({});
    await look();
    assert.equal(memory().automaticFrom, NOW + 6 * HOUR);
    await look();
    assert.equal(asked.length, 1);
    await look(true);
    assert.equal(asked.length, 2);
  });

  it('leaves it to the window that is at it', async () => {
    const { look, asked, memory } = world({ isHeld: true });
    await look(true);
    assert.deepEqual([asked, memory()], [[], {}]);
  });

  it('renews as the command line does, so that a failure is noted on the certificate', async () => {
    const { look, engines, started, renewed } = world({});
    await look();
    const [wish] = started;
    const [engine] = engines;
    assert.ok(wish && engine);
    const { signal } = new AbortController();
    await assert.rejects(engine.obtain(wish, REPORTER, signal), (error) =>
      isCertError(error, 'TermsNotAgreed'),
    );
    assert.deepEqual(
      renewed.map(({ name, ca, changes }) => [name, ca, changes]),
      [['www', 'letsencrypt', { occasion: wish.occasion }]],
    );
  });
});
