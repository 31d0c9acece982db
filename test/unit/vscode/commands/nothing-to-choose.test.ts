import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import {
  whyNoSubscription,
  whyNoVault,
} from '../../../../src/vscode/commands/nothing-to-choose.ts';
import type { Inventory } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import { ACCOUNT, fakeDirectory, SUBSCRIPTION, vaultNamed } from '../fake-directory.ts';

const DIRECTORY = fakeDirectory({});
const SIGN_IN = new CertError('SignInNeeded', { account: ACCOUNT.label, tenant: 'Contoso' });

interface World {
  readonly isSignedIn?: boolean;
  readonly inventory?: Inventory;
  readonly failure?: CertError;
  /** How many vaults there are in the chosen subscriptions, and in all. */
  readonly chosen?: number;
  readonly all?: number;
}

function portfolio({ isSignedIn = true, inventory, failure, chosen = 0, all = chosen }: World) {
  const seen = { directory: DIRECTORY, vault: vaultNamed('contoso'), subscription: SUBSCRIPTION };
  const state = { directory: DIRECTORY, inventory, unlisted: [], isLoading: false, failure };
  return {
    accounts: isSignedIn ? [{ account: ACCOUNT, directories: [state], failure: undefined }] : [],
    vaults: () => Array.from({ length: chosen }, () => seen),
    everyVault: () => Array.from({ length: all }, () => seen),
  };
}

const EMPTY: Inventory = { subscriptions: [], vaults: [], listedAt: 0 };
const ONE: Inventory = { subscriptions: [SUBSCRIPTION], vaults: [], listedAt: 0 };

describe('a list of vaults to choose from', () => {
  const cases: readonly [string, World, CertError['code'] | undefined][] = [
    ['is there', { chosen: 1 }, undefined],
    ['is there though a tenant has failed', { chosen: 1, failure: SIGN_IN }, undefined],
    ['is empty where nobody is signed in', { isSignedIn: false }, 'NotSignedIn'],
    ['is empty where a tenant wants a sign-in', { failure: SIGN_IN }, 'SignInNeeded'],
    ['is empty where no account sees one', { inventory: ONE }, 'NoVault'],
    ['is empty where others are in subscriptions that were not chosen', { all: 2 }, 'NoVault'],
  ];
  for (const [what, world, code] of cases) {
    it(what, () => {
      assert.equal(whyNoVault(portfolio(world))?.code, code);
    });
  }

  it('says who was asked, and how many there are elsewhere', () => {
    assert.deepEqual(whyNoVault(portfolio({ all: 2, failure: SIGN_IN }))?.facts, {
      accounts: [ACCOUNT.label],
      elsewhere: 2,
    });
  });
});

describe('a list of subscriptions to choose from', () => {
  const cases: readonly [string, World, CertError['code'] | undefined][] = [
    ['is there', { inventory: ONE }, undefined],
    ['is empty where nobody is signed in', { isSignedIn: false }, 'NotSignedIn'],
    ['is empty where a tenant wants a sign-in', { failure: SIGN_IN }, 'SignInNeeded'],
    ['is empty where no account sees one', { inventory: EMPTY }, 'NoSubscription'],
  ];
  for (const [what, world, code] of cases) {
    it(what, () => {
      assert.equal(whyNoSubscription(portfolio(world))?.code, code);
    });
  }
});
