import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import type { CertificateSummary } from '../../../../src/domain/key-vault.ts';
import { english } from '../../../../src/domain/translate.ts';
import { NEVER_LISTED } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import { describeNode, type Surroundings } from '../../../../src/vscode/tree/describe-node.ts';
import { describeTooltip } from '../../../../src/vscode/tree/describe-tooltip.ts';
import {
  certificateNode,
  directoryNode,
  failureNode,
  subscriptionNode,
  vaultNode,
} from '../../../../src/vscode/tree/nodes.ts';
import {
  certificateNamed,
  fakeDirectory,
  NOW,
  SUBSCRIPTION,
  vaultNamed,
} from '../fake-directory.ts';

const around: Surroundings = {
  now: new Date(NOW),
  thresholds: DEFAULT_THRESHOLDS,
  listing: () => NEVER_LISTED,
  t: english,
};
const directory = fakeDirectory({});
const vault = vaultNamed('contoso-prod');
const seen = { directory, vault, subscription: SUBSCRIPTION };
const parent = vaultNode(seen);

function look(certificate: CertificateSummary) {
  return describeNode(certificateNode(parent.ref, certificate), around);
}

describe('a certificate in the tree', () => {
  const states: readonly (readonly [string, CertificateSummary, string, string, string])[] = [
    ['fine', certificateNamed('www', 60), 'expires in 60 d', 'pass', 'www, valid, expires in 60 d'],
    [
      'soon',
      certificateNamed('www', 20),
      'expires in 20 d',
      'clock',
      'www, expires soon, expires in 20 d',
    ],
    [
      'urgent',
      certificateNamed('www', 1.5),
      'expires in 36 h',
      'warning',
      'www, expires very soon, expires in 36 h',
    ],
    [
      'expired',
      certificateNamed('www', -3),
      'expired 3 d ago',
      'error',
      'www, expired, expired 3 d ago',
    ],
    [
      'disabled',
      certificateNamed('www', 60, { enabled: false }),
      'disabled, expires in 60 d',
      'circle-slash',
      'www, disabled, disabled, expires in 60 d',
    ],
    [
      'pending',
      certificateNamed('www', 60, { thumbprint: undefined, enabled: false }),
      'not issued yet',
      'sync',
      'www, pending, not issued yet',
    ],
    [
      'unknown',
      certificateNamed('www', 60, { notAfter: undefined }),
      'no expiry date',
      'question',
      'www, expiry unknown, no expiry date',
    ],
  ];
  for (const [state, certificate, description, icon, label] of states) {
    it(`tells that it is ${state} by words, icon, label and context`, () => {
      const shown = look(certificate);
      assert.equal(shown.description, description);
      assert.equal(shown.icon.id, icon);
      assert.equal(shown.accessibleLabel, label);
      assert.ok(shown.context.split(';').includes(`state:${state}`), shown.context);
    });
  }

  it('has another icon for every state', () => {
    const icons = states.map(([, certificate]) => look(certificate).icon.id);
    assert.equal(new Set(icons).size, states.length);
  });

  it('says who issues it, where our tag says so', () => {
    const shown = look(certificateNamed('www', 60, { tags: { 'kvcert-ca': 'letsencrypt' } }));
    assert.match(shown.accessibleLabel, /issued through letsencrypt$/);
    assert.ok(shown.context.split(';').includes('issuer:acme'));
  });

  it('keeps its id whatever Azure makes of upper and lower case', () => {
    const upper = { ...parent.ref, vaultId: parent.ref.vaultId.toUpperCase() };
    assert.equal(
      certificateNode(upper, certificateNamed('WWW', 1)).id,
      certificateNode(parent.ref, certificateNamed('www', 2)).id,
    );
  });
});

describe('a vault in the tree', () => {
  it('says how old a listing of an earlier session is', () => {
    const listing = {
      ...NEVER_LISTED,
      certificates: [certificateNamed('www', 1)],
      listedAt: NOW - 86_400_000,
    };
    const old = describeNode(parent, { ...around, listing: () => listing });
    assert.match(old.description ?? '', /^1 certificate · as of 2026-11-21 \d\d:\d\d$/);
    const fresh = describeNode(parent, {
      ...around,
      listing: () => ({ ...listing, isFresh: true }),
    });
    assert.equal(fresh.description, '1 certificate');
    const missed = { ...listing, listedAt: NOW - 86_400_001, isFresh: true };
    const twoDays = describeNode(parent, { ...around, listing: () => missed });
    assert.match(twoDays.description ?? '', /as of/);
    const loading = { ...listing, isLoading: true };
    const underWay = describeNode(parent, { ...around, listing: () => loading });
    assert.equal(underWay.description, '1 certificate · refreshing');
  });
});

describe('what fails in the tree', () => {
  const failure = new CertError('SignInNeeded', { account: 'operator', tenant: 'tenant-2' });

  it('offers signing in where that is what is needed', () => {
    const state = { directory, inventory: undefined, unlisted: [], isLoading: false, failure };
    const shown = describeNode(directoryNode(state), around);
    assert.equal(shown.command?.id, 'kvcert.signInTenant');
    assert.ok(shown.context.split(';').includes('needsSignIn'));
  });

  it('offers to try again otherwise, with the reason as its text', () => {
    const firewall = new CertError('VaultForbidden', {
      vault: 'contoso-prod',
      gate: 'firewall',
      message: 'no',
    });
    const shown = describeNode(failureNode(parent, firewall), around);
    assert.match(shown.label, /firewall of the vault contoso-prod/);
    assert.equal(shown.command?.id, 'kvcert.refreshNode');
    const lines = describeTooltip(failureNode(parent, firewall), around);
    assert.ok(lines.length > 1, 'the remedies are told');
  });
});

describe('a subscription in the tree', () => {
  it('counts its vaults and tells a state that is not the usual one', () => {
    const inventory = { subscriptions: [SUBSCRIPTION], vaults: [vault], listedAt: NOW };
    const state = { directory, inventory, unlisted: [], isLoading: false, failure: undefined };
    assert.equal(
      describeNode(subscriptionNode(state, SUBSCRIPTION, 1), around).description,
      '1 vault',
    );
    const warned = { ...SUBSCRIPTION, state: 'Warned' };
    assert.equal(
      describeNode(subscriptionNode(state, warned, 2), around).description,
      '2 vaults, Warned',
    );
  });
});
