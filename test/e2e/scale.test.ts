/** 300 subscriptions, 1,000 vaults, 50,000 certificates: what is asked, counted and not timed. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../host/until.ts';
import { ALLOWANCE, atLargeCompany, LARGEST_VAULT, sumOf, type Calls } from './large-company.ts';

const WAIT_MS = 120_000;

it('lists a large company with the fewest calls, and shows the last listing at once', async () => {
  await atLargeCompany({ dailyCheck: false }, async (company) => {
    const { leastForInventory, leastForVault } = company;
    const total = company.certificates.get(LARGEST_VAULT) ?? 0;
    assert.ok(total > 1000, 'the vault is a large one');

    // Nothing is known: no vault is asked before it is unfolded.
    await company.signIn();
    await company.showTree();
    await company.openSubscription();
    assertFew(await company.calls(), leastForInventory);
    await company.forgetCalls();
    await company.openVault();
    await company.listed();
    assertFew(await company.calls(), leastForVault(LARGEST_VAULT));
    await company.forgetCalls();

    // With a listing on disk the tree needs no answer.
    await company.restart();
    const answerAgain = await company.silenceAzure();
    await company.showTree();
    await company.openSubscription();
    await company.openVault();
    assert.match(
      await company.vaultText(),
      new RegExp(`${total} certificates, (as of|refreshing)`),
    );
    await answerAgain();
    await company.listed();
    const again = await company.calls();
    assertFew(again, leastForInventory + leastForVault(LARGEST_VAULT));
    assert.equal(again.challenges, 1, 'of one vault, the one that was unfolded');

    // What is shown is asked again; what is filtered away asks nothing.
    await company.forgetCalls();
    await company.filter('Expiring or expired');
    await company.refresh();
    const pages = leastForVault(LARGEST_VAULT) - 1;
    const isListed = async () => (await company.calls()).certificatePages >= pages;
    assert.ok(await until(isListed, WAIT_MS));
    await company.listed();
    assertFew(await company.calls(), leastForInventory + pages);
  });
});

function assertFew(calls: Calls, least: number): void {
  const sum = sumOf(calls);
  const said = JSON.stringify(calls);
  assert.ok(sum >= least, `${sum} calls, but the least is ${least}: ${said}`);
  assert.ok(sum <= least * ALLOWANCE, `${sum} calls, where ${least} would do: ${said}`);
  assert.equal(calls.others, 0, said);
}
