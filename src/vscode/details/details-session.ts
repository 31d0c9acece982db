/**
 * What stands behind one page about a certificate: loads it, says how far that is, and does what
 * the page's buttons ask for. Knows the editor only by what it is handed.
 */
import type { Engine } from '../../app/engine.ts';
import type { CertificateDetails } from '../../domain/certificate-details.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { CertError } from '../../domain/errors.ts';
import { CA_TAG } from '../../domain/renewal-tag.ts';
import type { CertificateSummary, Vault } from '../../domain/key-vault.ts';
import type {
  DetailsAction,
  DetailsCalls,
  DetailsState,
} from '../../webview/details/details-protocol.ts';
import type { Problem } from '../../webview/protocol.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import { endsBySignIn } from '../errors/ends-by-sign-in.ts';
import type { ProblemDesk } from '../errors/problem-desk.ts';
import type { CallHandlers } from '../page-connection.ts';
import { detailsPage, type DetailsOptions, type LoadedVersions } from './details-view.ts';

/** Where the certificate is, and what can be asked about it. */
export interface FoundVault {
  readonly vault: Vault;
  readonly engine: Pick<Engine, 'show' | 'versions'>;
}

export interface DetailsServices {
  readonly subject: CertificateRef;
  /** Rejects with a CertError, never asks the person. */
  readonly find: () => Promise<FoundVault>;
  /** True if somebody is signed in who sees its vault, as far as is known. */
  readonly isInSight: () => boolean;
  /** Asked for each time that the page is drawn. */
  readonly options: () => DetailsOptions;
  readonly desk: ProblemDesk;
  readonly show: (state: DetailsState) => void;
  readonly copy: (text: string) => Promise<void>;
  readonly act: (action: Exclude<DetailsAction, 'refresh'>) => Promise<void>;
}

export class DetailsSession {
  readonly handlers: CallHandlers<DetailsCalls>;
  readonly #services: DetailsServices;
  #details: CertificateDetails | undefined;
  #versions: LoadedVersions = { state: 'loading' };
  /** Why it could not be loaded. */
  #failure: CertError | undefined;
  #problem: Problem | undefined;
  #copies: ReadonlyMap<string, string> = new Map();
  /** The load under way. */
  #loading: AbortController | undefined;

  constructor(services: DetailsServices) {
    this.#services = services;
    this.handlers = {
      copy: async ({ id }) => {
        const text = this.#copies.get(id);
        if (text === undefined) throw new TypeError(`nothing to copy is called ${id}`);
        await services.copy(text);
        return null;
      },
      act: async ({ action }) => {
        if (action === 'refresh') void this.load();
        else await services.act(action);
        return null;
      },
      repair: async ({ token }) => {
        await services.desk.press(token);
        return null;
      },
    };
  }

  get state(): DetailsState {
    const isLoading = this.#loading !== undefined;
    const { directory, vaultId, vault, name } = this.#services.subject;
    const problem = this.#problem;
    const subject = { directory, vaultId, vault, name };
    if (!this.#details) return { subject, isLoading, ...(problem && { problem }) };
    const { view, copies } = detailsPage(this.#details, this.#versions, this.#services.options());
    this.#copies = copies;
    return { subject, isLoading, view, ...(problem && { problem }) };
  }

  /** Loads everything (again). Never rejects: what went wrong stands on the page. */
  async load(): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    const { signal } = loading;
    const isOver = (): boolean => signal.aborted;
    this.#loading = loading;
    this.#failure = undefined;
    this.#problem = undefined;
    this.draw();
    try {
      const { vault, engine } = await this.#services.find();
      const target = { vault, name: this.#services.subject.name };
      const details = await engine.show(target, signal);
      if (isOver()) return;
      this.#details = details;
      this.draw();
      const versions = await this.#loadVersions({ vault, engine }, signal);
      if (isOver()) return;
      this.#versions = versions;
    } catch (error) {
      if (isOver()) return;
      this.#failure = asCertError(error);
      this.#problem = this.#problemOf(error);
    }
    this.#loading = undefined;
    this.draw();
  }

  /** Others may be signed in now: a page that was restored may be older than the sign-in. */
  async accountsChanged(): Promise<void> {
    const isWaiting = this.#loading === undefined && endsBySignIn(this.#failure);
    if (isWaiting && this.#services.isInSight()) await this.load();
  }

  /** Time goes on while nobody looks: what is said about it is said anew. */
  draw(): void {
    this.#services.show(this.state);
  }

  /** A listing has seen the certificate; it is loaded again if it has become another. */
  async learn(summary: CertificateSummary): Promise<void> {
    const known = this.#details?.bundle;
    if (known && !this.#loading && isDifferent(known, summary)) await this.load();
  }

  dispose(): void {
    this.#loading?.abort();
  }

  /** What can be listed by fewer people than read: then the rest stands there all the same. */
  async #loadVersions({ vault, engine }: FoundVault, signal: AbortSignal): Promise<LoadedVersions> {
    try {
      const versions = await engine.versions(vault, this.#services.subject.name, signal);
      return { state: 'loaded', versions };
    } catch (error) {
      if (signal.aborted) return { state: 'loading' };
      return { state: 'failed', problem: this.#problemOf(error) };
    }
  }

  #problemOf(error: unknown): Problem {
    const { desk, subject } = this.#services;
    return desk.problemOf(error, subject.directory);
  }
}

/** Of the tags only the one that a remembered listing has, too. */
function isDifferent(known: CertificateSummary, seen: CertificateSummary): boolean {
  return (
    known.thumbprint !== seen.thumbprint ||
    known.enabled !== seen.enabled ||
    known.tags[CA_TAG] !== seen.tags[CA_TAG]
  );
}
