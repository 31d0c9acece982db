/**
 * Policies of certificates as files of the editor: opening one reads it from the vault, saving it
 * shows what changes, asks, and writes it there.
 */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import { explain, asCertError } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import { policyDocument, readPolicyDocument } from '../../domain/policy-json.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { PolicyDifference } from '../../domain/policy-difference.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { confirmed, tell } from '../upkeep/ask-and-tell.ts';
import { vaultByName } from '../vault-by-name.ts';
import { certificateAt, POLICY_SCHEME } from './policy-address.ts';

/** Differences that are told before a policy is written; a dialog holds no more. */
const MOST_TOLD = 12;

interface Place {
  readonly seen: SeenVault;
  readonly engine: Engine;
  readonly name: string;
}

export class PolicyFiles implements vscode.FileSystemProvider {
  readonly #app: AppContext;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** What was read last, by URI; a change of it is what the editor looks for. */
  readonly #read = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(app: AppContext) {
    this.#app = app;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, mtime } = this.#read.get(uri.toString()) ?? (await this.#fetch(uri));
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#fetch(uri)).bytes;
  }

  /** Rejects where the person says no: the editor keeps the text as it is, not saved. */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { t } = vscode.l10n;
    await this.#explained(uri, async () => {
      const change = readPolicyDocument(Buffer.from(content).toString('utf8'));
      const { engine, seen, name } = await this.#place(uri);
      const target = { vault: seen.vault, name };
      const certificate = `${seen.vault.name}/${name}`;
      const changing = await withCancellableProgress(
        t('Reading {0}', certificate),
        (_told, signal) => engine.changePolicy({ target, change }, signal),
      );
      if (changing.differences.length > 0) {
        const question = t('Change the policy of {0}?', certificate);
        const detail = differenceDetail(changing.differences, changing.isRenewedByAcme);
        const reporter: Parameters<typeof changing.carryOut>[0] = {
          note: (told) => {
            this.#app.log.warn(describeNote(told, t));
          },
        };
        if (!(await confirmed(question, detail, t('Change')))) {
          throw vscode.FileSystemError.NoPermissions(t('The policy is as it was.'));
        }
        await withCancellableProgress(
          t('Changing the policy of {0}', certificate),
          (_told, signal) => changing.carryOut(reporter, signal),
        );
        tell(t('The policy of {0} is changed, for the versions to come.', certificate));
      }
      this.#read.delete(uri.toString());
      await this.#fetch(uri);
    });
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #fetch(uri: vscode.Uri) {
    return this.#explained(uri, async () => {
      const { engine, seen, name } = await this.#place(uri);
      const place = { vault: seen.vault, name };
      const { bundle } = await engine.show(place, this.#app.portfolio.signal);
      const { policy } = bundle;
      if (!policy) throw new CertError('CertificateNotFound', { vault: seen.vault.name, name });
      const bytes = Buffer.from(`${JSON.stringify(policyDocument(policy), undefined, 2)}\n`);
      const before = this.#read.get(uri.toString());
      if (before && bytes.equals(before.bytes)) return before;
      const read = { bytes, mtime: this.#app.clock.now() };
      this.#read.set(uri.toString(), read);
      return read;
    });
  }

  async #place(uri: vscode.Uri): Promise<Place> {
    const named = certificateAt(uri);
    if (!named) throw vscode.FileSystemError.FileNotFound(uri);
    const { portfolio } = this.#app;
    await portfolio.load();
    const seen = vaultByName(portfolio, named);
    if (!seen) {
      const visible = portfolio.everyVault().length;
      throw new CertError('VaultNotFound', { vault: named.vault, visible });
    }
    return { seen, engine: await seen.directory.engine(), name: named.name };
  }

  /** The editor shows what a file system rejects with: it has to be a sentence. */
  async #explained<T>(uri: vscode.Uri, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof vscode.FileSystemError) throw error;
      const reason = asCertError(error);
      this.#app.log.error('policy', uri.path, reason.code);
      const message = plainLine(explain(reason, vscode.l10n.t).message);
      throw reason.code === 'CertificateNotFound' || reason.code === 'VaultNotFound'
        ? vscode.FileSystemError.FileNotFound(message)
        : vscode.FileSystemError.Unavailable(message);
    }
  }
}

/** From here on the editor opens and saves policies. */
export function registerPolicyFiles(app: AppContext): readonly { dispose(): unknown }[] {
  const files = new PolicyFiles(app);
  const options = { isCaseSensitive: true };
  return [files, vscode.workspace.registerFileSystemProvider(POLICY_SCHEME, files, options)];
}

function differenceDetail(
  differences: readonly PolicyDifference[],
  isRenewedByAcme: boolean,
): string {
  const { t } = vscode.l10n;
  const told = differences
    .slice(0, MOST_TOLD)
    .map(({ field, before, after }) =>
      t('{0}: {1} becomes {2}', field, before ?? t('nothing'), after ?? t('nothing')),
    );
  const rest = differences.length - told.length;
  return [
    `${told.join('; ')}.`,
    ...(rest > 0 ? [t('{0} more members change.', rest)] : []),
    ...(isRenewedByAcme
      ? [t('ACME renews it, and sets issuer, subject, DNS names and extended key usages itself.')]
      : []),
  ].join(' ');
}
