/** How much work the tree is for a company of hundreds of subscriptions: counted, not timed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import type { Vault } from '../../../../src/domain/key-vault.ts';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';
import { Portfolio } from '../../../../src/vscode/portfolio/portfolio.ts';
import {
  outlineOf,
  situationOf,
  type TreeModelServices,
} from '../../../../src/vscode/tree/tree-model.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  pagesOf,
  SUBSCRIPTION,
  TENANT,
  usable,
  vaultNamed,
} from '../fake-directory.ts';
import { memoryListing } from '../memory-listing.ts';

const SUBSCRIPTIONS = 300;
const VAULTS = 1000;
const CERTIFICATES_PER_VAULT = 50;

/** How often something was looked at. */
class Counter {
  count = 0;

  /** What it has come to since the last time. */
  take(): number {
    const { count } = this;
    this.count = 0;
    return count;
  }
}

/** A vault that counts who looks at its subscription. */
function countingVault(index: number, looks: Counter): Vault {
  const { subscriptionId, ...vault } = vaultNamed(`kv-${index}`, `sub-${index % SUBSCRIPTIONS}`);
  return {
    ...vault,
    get subscriptionId() {
      looks.count += 1;
      return subscriptionId;
    },
  };
}

async function largeTree() {
  const [looks, settings] = [new Counter(), new Counter()];
  const subscriptions = Array.from({ length: SUBSCRIPTIONS }, (_, index) => {
    const id = `sub-${index}`;
    return { ...SUBSCRIPTION, id, name: `Team ${index}` };
  });
  const vaults = Array.from({ length: VAULTS }, (_, index) => countingVault(index, looks));
  const certificates = Array.from({ length: CERTIFICATES_PER_VAULT }, (_, index) =>
    certificateNamed(`service-${index}`, 60),
  );
  const directory = fakeDirectory({
    subscriptions: () => Promise.resolve(subscriptions),
    vaults: () => Promise.resolve(vaults),
    pages: () => pagesOf(certificates),
  });
  const keys = new Map<string, unknown>();
  const chosen = new ChosenSubscriptions({
    get: (key) => keys.get(key),
    update: (key, value) => Promise.resolve(void keys.set(key, value)),
  });
  const portfolio = new Portfolio({
    source: {
      accounts: () => Promise.resolve(usable(ACCOUNT)),
      tenants: () => Promise.resolve([TENANT]),
      directory: () => directory,
    },
    memory: memoryListing(),
    chosen,
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
  });
  const services: TreeModelServices = {
    portfolio,
    chosen,
    filter: () => 'pending',
    thresholds: () => {
      settings.count += 1;
      return DEFAULT_THRESHOLDS;
    },
    now: () => new Date(NOW),
  };
  await portfolio.load();
  return { services, directory, subscriptions, looks, settings };
}

describe('the tree of a large company', () => {
  it('goes through the vaults a few times for an outline, not once for each subscription', async () => {
    const { services, directory, subscriptions, looks } = await largeTree();
    looks.take();
    outlineOf(services);
    assert.ok(looks.take() <= 5 * VAULTS);
    await services.chosen.choose(
      subscriptions.map(({ id }) => ({ directory: directory.key, subscriptionId: id })),
    );
    assert.equal(outlineOf(services).split('\n').length, 2 + SUBSCRIPTIONS + VAULTS);
    assert.ok(looks.take() <= 5 * VAULTS);
  });

  it('asks for the settings once, however many certificates a filter tries', async () => {
    const { services, settings } = await largeTree();
    for (const seen of services.portfolio.vaults()) {
      await services.portfolio.listings.open(seen);
    }
    settings.take();
    assert.equal(situationOf(services), 'filtered');
    assert.equal(settings.take(), 1);
  });
});
