/** The nodes of the tree: what each stands for. Ids are made of accounts and resources, not labels. */
import type { CertificateContact } from '../../domain/certificate-contacts.ts';
import type { CertificateIssuer } from '../../domain/certificate-issuers.ts';
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import type { CertError } from '../../domain/errors.ts';
import type { Subscription } from '../../domain/inventory.ts';
import type {
  CertificateSummary,
  CertificateVersion,
  PendingOperation,
} from '../../domain/key-vault.ts';
import type { CertificateRef, VaultRef } from '../certificate-ref.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { AccountState, DirectoryState } from '../portfolio/portfolio-state.ts';

export type TreeNode =
  | { readonly kind: 'account'; readonly id: string; readonly state: AccountState }
  | { readonly kind: 'directory'; readonly id: string; readonly state: DirectoryState }
  | {
      readonly kind: 'subscription';
      readonly id: string;
      readonly state: DirectoryState;
      readonly subscription: Subscription;
      /** How many it holds. */
      readonly vaults: number;
    }
  | {
      readonly kind: 'vault';
      readonly id: string;
      readonly seen: SeenVault;
      readonly ref: VaultRef;
    }
  | {
      readonly kind: 'certificate';
      readonly id: string;
      readonly certificate: CertificateSummary;
      readonly ref: CertificateRef;
    }
  | {
      readonly kind: 'version';
      readonly id: string;
      readonly version: CertificateVersion;
      readonly isCurrent: boolean;
      readonly ref: CertificateRef;
    }
  | {
      readonly kind: 'pending';
      readonly id: string;
      readonly operation: PendingOperation;
      readonly owner: string | undefined;
      readonly ref: CertificateRef;
    }
  /** What a vault has besides its certificates; read when it is opened. */
  | {
      readonly kind: 'drawer';
      readonly id: string;
      readonly of: 'deleted' | 'issuers' | 'contacts';
      readonly ref: VaultRef;
    }
  | {
      readonly kind: 'deleted';
      readonly id: string;
      readonly certificate: DeletedCertificate;
      readonly ref: CertificateRef;
    }
  | {
      readonly kind: 'issuer';
      readonly id: string;
      readonly issuer: CertificateIssuer;
      readonly ref: VaultRef;
    }
  | {
      readonly kind: 'contact';
      readonly id: string;
      readonly contact: CertificateContact;
      readonly ref: VaultRef;
    }
  /** Why there is nothing (more) to see below its parent. */
  | {
      readonly kind: 'failure';
      readonly id: string;
      readonly error: CertError;
      readonly parent: TreeNode;
    }
  | {
      readonly kind: 'empty';
      readonly id: string;
      readonly of: 'subscription' | 'vault' | NodeOf<'drawer'>['of'];
    };

export type NodeKind = TreeNode['kind'];

export type NodeOf<K extends NodeKind> = Extract<TreeNode, { kind: K }>;

export function accountNode(state: AccountState): NodeOf<'account'> {
  return { kind: 'account', id: `account:${state.account.id}`, state };
}

/** A tenant that needs the person, or failed: tenants that work show their subscriptions instead. */
export function directoryNode(state: DirectoryState): NodeOf<'directory'> {
  return { kind: 'directory', id: `directory:${state.directory.key}`, state };
}

export function subscriptionNode(
  state: DirectoryState,
  subscription: Subscription,
  vaults: number,
): NodeOf<'subscription'> {
  const id = `subscription:${state.directory.key}/${subscription.id}`.toLowerCase();
  return { kind: 'subscription', id, state, subscription, vaults };
}

export function vaultNode(seen: SeenVault): NodeOf<'vault'> {
  const { directory, vault } = seen;
  const ref = { directory: directory.key, vaultId: vault.id, vault: vault.name };
  return { kind: 'vault', id: vaultNodeId(directory.key, vault.id), seen, ref };
}

export function vaultNodeId(directory: string, vaultId: string): string {
  return `vault:${directory}${vaultId}`.toLowerCase();
}

export function certificateNode(
  parent: VaultRef,
  certificate: CertificateSummary,
): NodeOf<'certificate'> {
  const { directory, vaultId, vault } = parent;
  const id = `certificate:${directory}${vaultId}/${certificate.name}`.toLowerCase();
  return {
    kind: 'certificate',
    id,
    certificate,
    ref: { directory, vaultId, vault, name: certificate.name },
  };
}

export function failureNode(parent: TreeNode, error: CertError): NodeOf<'failure'> {
  return { kind: 'failure', id: `${parent.id}#failure`, error, parent };
}

export function emptyNode(parent: NodeOf<'subscription' | 'vault' | 'drawer'>): NodeOf<'empty'> {
  const of = parent.kind === 'drawer' ? parent.of : parent.kind;
  return { kind: 'empty', id: `${parent.id}#empty`, of };
}

export function drawerNode(
  { id, ref }: NodeOf<'vault'>,
  of: NodeOf<'drawer'>['of'],
): NodeOf<'drawer'> {
  return { kind: 'drawer', id: drawerNodeId(id, of), of, ref };
}

export function drawerNodeId(vaultNode: string, of: NodeOf<'drawer'>['of']): string {
  return `${vaultNode}#${of}`;
}

export function deletedNode(
  { id, ref }: NodeOf<'drawer'>,
  certificate: DeletedCertificate,
): NodeOf<'deleted'> {
  const { name } = certificate;
  return {
    kind: 'deleted',
    id: `${id}/${name.toLowerCase()}`,
    certificate,
    ref: { ...ref, name },
  };
}

export function issuerNode(
  { id, ref }: NodeOf<'drawer'>,
  issuer: CertificateIssuer,
): NodeOf<'issuer'> {
  return { kind: 'issuer', id: `${id}/${issuer.name.toLowerCase()}`, issuer, ref };
}

export function contactNode(
  { id, ref }: NodeOf<'drawer'>,
  contact: CertificateContact,
): NodeOf<'contact'> {
  return { kind: 'contact', id: `${id}/${contact.email.toLowerCase()}`, contact, ref };
}
