/** From a remedy of the catalogue to what the editor can do about it. */
import type { RepairAction, Remedy } from '../../domain/messages/explanation.ts';
import type { Translate } from '../../domain/translate.ts';
import type { NamedCertificate } from '../certificate-ref.ts';

export type Repair =
  | {
      /** Of a button. */
      readonly label: string;
      /** Id of a command of the editor. */
      readonly command: string;
      readonly arguments: readonly unknown[];
    }
  /** A command line for the clipboard. */
  | { readonly label: string; readonly copy: string };

/**
 * undefined: it is something that the person does elsewhere.
 * @param directory - key of the directory through which the error came about, where there is one
 */
export function repairOf(remedy: Remedy, t: Translate, directory?: string): Repair | undefined {
  if (remedy.action) return ofAction(remedy.action, t, directory);
  // Commands of our own command line are no help in the editor.
  if (remedy.command === undefined || remedy.command.startsWith('kvcert ')) return undefined;
  return { label: t('Copy Command'), copy: remedy.command };
}

function ofAction(action: RepairAction, t: Translate, directory: string | undefined): Repair {
  switch (action.kind) {
    case 'sign-in':
      return { label: t('Sign In'), command: 'kvcert.signInTenant', arguments: [] };
    case 'choose-subscriptions':
      return {
        label: t('Choose Subscriptions'),
        command: 'kvcert.chooseSubscriptions',
        arguments: [],
      };
    case 'refresh':
      return { label: t('Refresh'), command: 'kvcert.refresh', arguments: [] };
    case 'show-certificate':
      return {
        label: t('Show Certificate'),
        command: 'kvcert.showCertificate',
        arguments: [named(action, directory)],
      };
    case 'renew':
      return {
        label: t('Renew…'),
        command: 'kvcert.renewCertificate',
        arguments: [named(action, directory)],
      };
    case 'recover':
      return {
        label: t('Recover…'),
        command: 'kvcert.recoverCertificate',
        arguments: [named(action, directory)],
      };
    case 'purge':
      return {
        label: t('Purge…'),
        command: 'kvcert.purgeCertificate',
        arguments: [named(action, directory)],
      };
    case 'pending':
      return {
        label: t('Pending Operation…'),
        command: 'kvcert.dealWithPending',
        arguments: [named(action, directory)],
      };
    case 'operations':
      return { label: t('Show Operations'), command: 'kvcert.operations.focus', arguments: [] };
    case 'make-account':
      return {
        label: t('Make an Account…'),
        command: 'kvcert.manageAccounts',
        arguments: action.ca === undefined ? [] : [{ ca: action.ca }],
      };
    case 'open-setting':
      return {
        label: t('Open Settings'),
        command: 'workbench.action.openSettings',
        arguments: [action.setting],
      };
  }
}

function named({ vault, name }: NamedCertificate, directory: string | undefined): NamedCertificate {
  return { vault, name, ...(directory !== undefined && { directory }) };
}
