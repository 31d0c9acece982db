import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CertificateDetails } from '../../../../src/domain/certificate-details.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import type { CertificateVersion } from '../../../../src/domain/key-vault.ts';
import { english } from '../../../../src/domain/translate.ts';
import {
  DetailsSession,
  type DetailsServices,
} from '../../../../src/vscode/details/details-session.ts';
import { openProblemDesk } from '../../../../src/vscode/errors/problem-desk.ts';
import { servePage } from '../../../../src/vscode/page-connection.ts';
import {
  DETAILS_CALLS,
  type DetailsAction,
  type DetailsState,
} from '../../../../src/webview/details/details-protocol.ts';
import type { HostMessage } from '../../../../src/webview/protocol.ts';
import { DETAILS, OPTIONS, SUBJECT, VERSIONS } from './sample-details.ts';

const { signal } = new AbortController();

interface Asked {
  readonly signal: AbortSignal;
  readonly details: PromiseWithResolvers<CertificateDetails>;
  readonly versions: PromiseWithResolvers<readonly CertificateVersion[]>;
}

function sessionUnderTest(change: Partial<DetailsServices> = {}) {
  const shown: DetailsState[] = [];
  const copied: string[] = [];
  const acted: DetailsAction[] = [];
  const asked: Asked[] = [];
  const wanted: unknown[] = [];
  const engine = {
    show: (target: unknown, of: AbortSignal) => {
      wanted.push(target);
      const next: Asked = {
        signal: of,
        details: Promise.withResolvers(),
        versions: Promise.withResolvers(),
      };
      asked.push(next);
      return next.details.promise;
    },
    versions: () => asked.at(-1)?.versions.promise ?? assert.fail(),
  };
  const session = new DetailsSession({
    subject: SUBJECT,
    find: () => Promise.resolve({ vault: DETAILS.vault, engine }),
    isInSight: () => true,
    options: () => OPTIONS,
    desk: openProblemDesk({
      t: english,
      repair: () => Promise.resolve(),
      record: () => undefined,
    }),
    show: (state) => shown.push(state),
    copy: (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    act: (action) => {
      acted.push(action);
      return Promise.resolve();
    },
    ...change,
  });
  return { session, shown, copied, acted, asked, wanted };
}

/** Lets everything that needs no answer from outside happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function loaded() {
  const world = sessionUnderTest();
  const work = world.session.load();
  await settled();
  world.asked[0]?.details.resolve(DETAILS);
  world.asked[0]?.versions.resolve(VERSIONS);
  await work;
  return world;
}

describe('loading a certificate for its page', () => {
  it('shows what there is as soon as it is there: nothing, the certificate, the versions', async () => {
    const { session, shown, asked, wanted } = sessionUnderTest();
    const work = session.load();
    await settled();
    assert.deepEqual(wanted, [{ vault: DETAILS.vault, name: SUBJECT.name }]);
    assert.deepEqual(shown.at(-1), { subject: SUBJECT, isLoading: true });
    asked[0]?.details.resolve(DETAILS);
    await settled();
    assert.equal(shown.at(-1)?.isLoading, true);
    assert.deepEqual(
      [shown.at(-1)?.view?.versions.isLoading, shown.at(-1)?.view?.versions.rows.length],
      [true, 1],
    );
    asked[0]?.versions.resolve(VERSIONS);
    await work;
    assert.equal(shown.at(-1)?.isLoading, false);
    assert.equal(shown.at(-1)?.view?.versions.rows.length, VERSIONS.length);
  });

  it('says what went wrong, and shows what it knew before', async () => {
    const { session, shown, asked } = await loaded();
    const work = session.load();
    await settled();
    assert.equal(shown.at(-1)?.problem, undefined);
    asked[1]?.details.reject(new CertError('CertificateNotFound', { vault: 'v', name: 'gone' }));
    await work;
    const state = shown.at(-1);
    assert.match(state?.problem?.message ?? '', /gone/);
    assert.equal(state?.isLoading, false);
    assert.equal(state.view?.versions.rows.length, VERSIONS.length);
  });

  it('says so where the vault cannot be found', async () => {
    const error = new CertError('VaultNotFound', { vault: 'contoso-web', visible: 3 });
    const { session, shown } = sessionUnderTest({ find: () => Promise.reject(error) });
    await session.load();
    assert.match(shown.at(-1)?.problem?.message ?? '', /contoso-web/);
    assert.equal(shown.at(-1)?.view, undefined);
  });

  const before: readonly CertError[] = [
    new CertError('NotSignedIn', { tried: [] }),
    new CertError('VaultNotFound', { vault: 'contoso-web', visible: 0 }),
    new CertError('SignInNeeded', { account: 'anna@contoso.com', tenant: 'Contoso' }),
  ];
  for (const error of before) {
    it(`is done again once somebody has signed in who sees it (${error.code})`, async () => {
      let isSignedIn = false;
      let looks = 0;
      const { session, shown } = sessionUnderTest({
        isInSight: () => isSignedIn,
        find: () => {
          looks += 1;
          if (!isSignedIn) return Promise.reject(error);
          const engine = {
            show: () => Promise.resolve(DETAILS),
            versions: () => Promise.resolve(VERSIONS),
          };
          return Promise.resolve({ vault: DETAILS.vault, engine });
        },
      });
      await session.load();
      await session.accountsChanged();
      assert.equal(looks, 1, 'nobody has signed in yet');
      isSignedIn = true;
      await session.accountsChanged();
      assert.equal(shown.at(-1)?.problem, undefined);
      assert.equal(shown.at(-1)?.view?.versions.rows.length, VERSIONS.length);
      await session.accountsChanged();
      assert.equal(looks, 2, 'it is there');
    });
  }

  it('is not done again by a sign-in where something else was wrong', async () => {
    let looks = 0;
    const { session } = sessionUnderTest({
      find: () => {
        looks += 1;
        return Promise.reject(new CertError('CertificateNotFound', { vault: 'v', name: 'gone' }));
      },
    });
    await session.load();
    await session.accountsChanged();
    assert.equal(looks, 1);
  });

  it('shows the rest where the versions may not be listed', async () => {
    const { session, shown, asked } = sessionUnderTest();
    const work = session.load();
    await settled();
    asked[0]?.details.resolve(DETAILS);
    asked[0]?.versions.reject(new CertError('Unexpected', { message: 'no list for you' }));
    await work;
    const state = shown.at(-1);
    assert.equal(state?.problem, undefined);
    assert.match(state?.view?.versions.problem?.message ?? '', /no list for you/);
    assert.equal(state?.view?.versions.rows.length, 1);
  });

  it('forgets a load that a later one has overtaken', async () => {
    const { session, shown, asked } = sessionUnderTest();
    const first = session.load();
    await settled();
    const second = session.load();
    await settled();
    assert.equal(asked[0]?.signal.aborted, true);
    asked[1]?.details.resolve(DETAILS);
    asked[1]?.versions.resolve(VERSIONS);
    await second;
    const count = shown.length;
    asked[0].details.reject(new Error('late'));
    await first;
    assert.equal(shown.length, count);
    assert.equal(shown.at(-1)?.problem, undefined);
  });

  it('ends what is under way when the page is closed', async () => {
    const { session, asked } = sessionUnderTest();
    void session.load();
    await settled();
    session.dispose();
    assert.equal(asked[0]?.signal.aborted, true);
  });
});

describe('a page whose certificate has changed', () => {
  const { bundle } = DETAILS;
  const table: readonly [string, Partial<typeof bundle>, number][] = [
    ['stays where nothing is different', {}, 1],
    ['stays where tags stand in another order', { tags: reversed(bundle.tags) }, 1],
    ['is loaded again for a new version', { thumbprint: 'f'.repeat(40) }, 2],
    ['is loaded again when it is disabled', { enabled: false }, 2],
    ['is loaded again for other tags', { tags: {} }, 2],
  ];
  for (const [what, change, loads] of table) {
    it(what, async () => {
      const { session, asked } = await loaded();
      void session.learn({ ...bundle, ...change });
      await settled();
      assert.equal(asked.length, loads);
    });
  }

  it('is not loaded twice at a time', async () => {
    const { session, asked } = await loaded();
    void session.load();
    await settled();
    void session.learn({ ...bundle, thumbprint: 'f'.repeat(40) });
    await settled();
    assert.equal(asked.length, 2);
  });
});

describe('the buttons of the page', () => {
  it('copy what stands there, exactly, and nothing else', async () => {
    const { session, copied } = await loaded();
    await session.handlers.copy({ id: 'pem' }, signal);
    await session.handlers.copy({ id: 'certificate' }, signal);
    await assert.rejects(session.handlers.copy({ id: '__proto__' }, signal), /nothing to copy/);
    assert.deepEqual(copied, [
      DETAILS.pem,
      `${DETAILS.vault.uri}/certificates/${DETAILS.bundle.name}`,
    ]);
  });

  it('load it again, and hand everything else on', async () => {
    const { session, acted, asked } = await loaded();
    for (const action of ['renew', 'open-in-portal', 'show-log', 'refresh'] as const) {
      await session.handlers.act({ action }, signal);
    }
    await settled();
    assert.deepEqual(acted, ['renew', 'open-in-portal', 'show-log']);
    assert.equal(asked.length, 2);
  });

  it('are heard through the protocol, and only those', async () => {
    const { session, copied, acted } = await loaded();
    const posted: HostMessage[] = [];
    const warnings: string[] = [];
    let receive: (message: unknown) => void = () => undefined;
    const page = servePage({
      port: {
        postMessage: (message) => Promise.resolve(posted.push(message) > 0),
        onDidReceiveMessage: (listener) => {
          receive = listener;
          return { dispose: () => undefined };
        },
      },
      bundle: {},
      initial: session.state,
      calls: DETAILS_CALLS,
      handlers: session.handlers,
      problemOf: (error) => ({ message: String(error), remedies: [], cancelled: false }),
      warn: (message) => warnings.push(message),
    });
    receive({ type: 'ready' });
    receive({ type: 'call', id: 1, name: 'copy', ask: { id: 'vault' } });
    receive({ type: 'call', id: 2, name: 'act', ask: { action: 'delete' } });
    receive({ type: 'call', id: 3, name: 'copy', ask: { id: 'private key' } });
    await settled();
    page.dispose();
    assert.deepEqual(copied, [DETAILS.vault.uri]);
    assert.deepEqual(acted, []);
    assert.equal(warnings.length, 1);
    assert.deepEqual(
      posted
        .map((message) => ('id' in message ? `${message.type} ${message.id}` : message.type))
        .sort(),
      ['answer 1', 'refusal 3', 'start'],
    );
  });
});

function reversed(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).toReversed());
}
