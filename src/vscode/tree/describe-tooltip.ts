/** What is told of a node when somebody rests on it: one line for each fact, plain text. */
import { explain } from '../../domain/error-catalogue.ts';
import { CA_TAG, parseRecipe } from '../../domain/renewal-tag.ts';
import { certificateWords } from './certificate-words.ts';
import type { Surroundings } from './describe-node.ts';
import type { NodeOf, TreeNode } from './nodes.ts';

export function describeTooltip(node: TreeNode, around: Surroundings): readonly string[] {
  const { t } = around;
  switch (node.kind) {
    case 'account':
      return [node.state.account.label];
    case 'directory':
      return node.state.failure ? [explain(node.state.failure, t).message] : [];
    case 'subscription':
      return [
        node.subscription.name,
        t('Subscription {0}', node.subscription.id),
        t('Tenant {0}', node.state.directory.tenant.name),
      ];
    case 'vault': {
      const { vault } = node.seen;
      return [
        vault.name,
        vault.uri,
        t('Resource group {0}, {1}', vault.resourceGroup, vault.location),
      ];
    }
    case 'certificate':
      return certificateLines(node, around);
    case 'version':
      return [t('Version {0}', node.version.version), node.version.thumbprint ?? ''];
    case 'pending':
      return [
        t('Request {0}', node.operation.requestId),
        t('Issuer {0}', node.operation.issuer),
        ...(node.owner === undefined ? [] : [t('{0} is at work on it', node.owner)]),
      ];
    case 'failure': {
      const { message, remedies } = explain(node.error, t);
      return [message, ...remedies.map(({ text }) => text)];
    }
    case 'drawer':
      return [drawerPurpose(node.of, t)];
    case 'deleted': {
      const { name, deletedOn, purgedOn, purgeable } = node.certificate;
      return [
        name,
        ...(deletedOn ? [t('Deleted on {0}', utc(deletedOn))] : []),
        ...(purgedOn ? [t('The vault forgets it on {0}', utc(purgedOn))] : []),
        ...(purgeable ? [] : [t('Purge protection: nobody can purge it earlier')]),
      ];
    }
    case 'issuer':
      return [node.issuer.name, t('Provider {0}', node.issuer.provider)];
    case 'contact': {
      const { email, name = '', phone = '' } = node.contact;
      return [email, name, phone].filter((line) => line !== '');
    }
    case 'empty':
      return [];
  }
}

function drawerPurpose(of: NodeOf<'drawer'>['of'], t: Surroundings['t']): string {
  switch (of) {
    case 'deleted':
      return t('Deleted certificates that the vault still keeps: they can be recovered or purged');
    case 'issuers':
      return t('Accounts at certification authorities that the vault orders from by itself');
    case 'contacts':
      return t('Whom Key Vault writes to before certificates of this vault expire');
  }
}

function certificateLines(
  { certificate }: NodeOf<'certificate'>,
  { now, thresholds, t }: Surroundings,
): readonly string[] {
  const { short } = certificateWords(certificate, now, thresholds, t);
  const { notBefore, notAfter, thumbprint, tags } = certificate;
  const recipe = parseRecipe(tags[CA_TAG]);
  return [
    `${certificate.name} (${short})`,
    ...(notBefore && notAfter ? [t('Valid from {0} to {1}', utc(notBefore), utc(notAfter))] : []),
    ...(thumbprint === undefined ? [] : [t('Thumbprint {0}', thumbprint)]),
    ...(recipe ? [t('Renewed through {0}', recipe.ca)] : []),
  ];
}

function utc(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
