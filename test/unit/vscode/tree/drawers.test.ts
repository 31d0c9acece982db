import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { DeletedCertificate } from '../../../../src/domain/certificate-upkeep.ts';
import { english } from '../../../../src/domain/translate.ts';
import type { Engine } from '../../../../src/app/engine.ts';
import type { Portfolio } from '../../../../src/vscode/portfolio/portfolio.ts';
import { NEVER_LISTED } from '../../../../src/vscode/portfolio/portfolio-state.ts';
import { Drawers } from '../../../../src/vscode/tree/drawers.ts';
import { describeNode, type Surroundings } from '../../../../src/vscode/tree/describe-node.ts';
import { describeTooltip } from '../../../../src/vscode/tree/describe-tooltip.ts';
import { drawerNode, vaultNode, type TreeNode } from '../../../../src/vscode/tree/nodes.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import { fakeDirectory, NOW, SUBSCRIPTION, vaultNamed } from '../fake-directory.ts';

const around: Surroundings = {
  now: new Date(NOW),
  thresholds: DEFAULT_THRESHOLDS,
  listing: () => NEVER_LISTED,
  t: english,
};

const DELETED: DeletedCertificate = {
  ...{ vault: 'contoso-prod', name: 'www', thumbprint: 'ab', tags: {}, purgeable: true },
  notAfter: undefined,
  deletedOn: new Date('2026-11-01T08:00:00Z'),
  purgedOn: new Date('2027-01-30T08:00:00Z'),
};

/** Three drawers of one vault, and how often each was read. */
function drawers(engine: object) {
  const state = { isLoading: false };
  const directory = { ...fakeDirectory({}), engine: () => Promise.resolve(engine as Engine) };
  const seen = { directory, vault: vaultNamed('contoso-prod'), subscription: SUBSCRIPTION };
  const portfolio = {
    vault: () => seen,
    signal: new AbortController().signal,
    listings: { get: () => ({ ...NEVER_LISTED, isLoading: state.isLoading }) },
  } as unknown as Portfolio;
  const open = new Drawers(portfolio);
  const vault = vaultNode(seen);
  return {
    state,
    childrenOf: (of: 'deleted' | 'issuers' | 'contacts') => open.childrenOf(drawerNode(vault, of)),
  };
}

const looks = (nodes: readonly TreeNode[]): readonly string[] =>
  nodes.map((node) => {
    const { label, description = '', context } = describeNode(node, around);
    return [label, description, context].join(' | ');
  });

describe('what stands below a vault besides its certificates', () => {
  it('is read page by page, and sorted by name', async () => {
    const pages = [[{ ...DELETED, name: 'zz' }], [{ ...DELETED, purgeable: false }]];
    const { childrenOf } = drawers({
      upkeep: { deleted: () => Readable.from(pages) },
    });
    const children = await childrenOf('deleted');
    assert.deepEqual(looks(children), [
      'www | deleted, kept until 2027-01-30 | kvDeleted',
      'zz | deleted, kept until 2027-01-30 | kvDeleted;purgeable',
    ]);
    assert.deepEqual(describeTooltip(children[0] ?? assert.fail(), around), [
      'www',
      'Deleted on 2026-11-01 08:00 UTC',
      'The vault forgets it on 2027-01-30 08:00 UTC',
      'Purge protection: nobody can purge it earlier',
    ]);
  });

  it('says that there is nothing', async () => {
    const list = (): Promise<readonly never[]> => Promise.resolve([]);
    const { childrenOf } = drawers({ issuers: { list }, contacts: { list } });
    assert.deepEqual(looks(await childrenOf('issuers')), ['No issuers |  | kvEmpty']);
    assert.deepEqual(looks(await childrenOf('contacts')), ['No contacts |  | kvEmpty']);
  });

  it('has words for whoever hears the tree', async () => {
    const { childrenOf } = drawers({
      issuers: { list: () => Promise.resolve([{ name: 'digicert', provider: 'DigiCert' }]) },
      contacts: { list: () => Promise.resolve([{ email: 'a@b.example', name: 'Anna' }]) },
    });
    const words = [...(await childrenOf('issuers')), ...(await childrenOf('contacts'))].map(
      (node) => describeNode(node, around).accessibleLabel,
    );
    assert.deepEqual(words, ['Issuer digicert, DigiCert', 'Contact a@b.example, Anna']);
  });

  it('is not read again with every page of the certificates', async () => {
    let asked = 0;
    const list = () => Promise.resolve([{ email: `${String((asked += 1))}@b.example` }]);
    const { childrenOf, state } = drawers({ contacts: { list } });
    await childrenOf('contacts');
    state.isLoading = true;
    await childrenOf('contacts');
    assert.equal(asked, 1);
    state.isLoading = false;
    assert.deepEqual(looks(await childrenOf('contacts')), ['2@b.example |  | kvContact']);
  });

  it('leaves what has failed to whoever shows it', async () => {
    const list = () => Promise.reject(new Error('forbidden'));
    const { childrenOf } = drawers({ issuers: { list } });
    await assert.rejects(childrenOf('issuers'), /forbidden/);
  });
});
