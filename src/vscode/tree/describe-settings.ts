/** What the nodes look like that stand below a vault besides its certificates. */
import type { Translate } from '../../domain/translate.ts';
import type { NodeLook } from './node-look.ts';
import type { NodeOf } from './nodes.ts';

type DrawerKind = NodeOf<'drawer'>['of'];

const DRAWER_ICONS: Readonly<Record<DrawerKind, string>> = {
  deleted: 'trash',
  issuers: 'organization',
  contacts: 'mail',
};

export function describeDrawer({ of }: NodeOf<'drawer'>, t: Translate): NodeLook {
  const label = drawerLabel(of, t);
  return {
    label,
    icon: { id: DRAWER_ICONS[of] },
    expands: 'collapsed',
    context: `kvDrawer;${of}`,
    accessibleLabel: label,
  };
}

export function describeDeleted({ certificate }: NodeOf<'deleted'>, t: Translate): NodeLook {
  const { name, purgedOn, purgeable } = certificate;
  const fate =
    purgedOn === undefined ? t('deleted') : t('deleted, kept until {0}', dayOf(purgedOn));
  return {
    label: name,
    description: fate,
    icon: { id: 'trash', color: 'disabledForeground' },
    expands: 'no',
    context: `kvDeleted${purgeable ? ';purgeable' : ''}`,
    accessibleLabel: `${name}, ${fate}`,
  };
}

export function describeIssuer({ issuer }: NodeOf<'issuer'>, t: Translate): NodeLook {
  const { name, provider } = issuer;
  return {
    label: name,
    description: provider,
    icon: { id: 'organization' },
    expands: 'no',
    context: 'kvIssuer',
    accessibleLabel: t('Issuer {0}, {1}', name, provider),
    command: { id: 'kvcert.manageIssuers', title: t('Manage Issuers') },
  };
}

export function describeContact({ contact }: NodeOf<'contact'>, t: Translate): NodeLook {
  const { email, name = '' } = contact;
  return {
    label: email,
    description: name,
    icon: { id: 'mail' },
    expands: 'no',
    context: 'kvContact',
    accessibleLabel: t('Contact {0}, {1}', email, name),
  };
}

function drawerLabel(of: DrawerKind, t: Translate): string {
  switch (of) {
    case 'deleted':
      return t('Deleted certificates');
    case 'issuers':
      return t('Issuers');
    case 'contacts':
      return t('Contacts');
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
