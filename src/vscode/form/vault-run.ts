/**
 * A certificate that Key Vault makes for a form without ACME. It goes on if the form is closed, and
 * nothing of it is kept here: Key Vault itself knows what is on its way.
 */
import type { VaultCreation } from '../../app/create-in-vault.ts';
import type { OperationStep } from '../../app/operations/board-operation.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import type { StepReporter } from '../../domain/issuance-news.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { FieldProblem, FormOperation } from '../../webview/form/state-protocol.ts';
import type { NamedCertificate } from '../certificate-ref.ts';
import { isCancellation } from '../page-connection.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { formOperation } from './form-operation.ts';
import type { FormServices } from './form-services.ts';

type Services = Pick<FormServices, 'ended' | 'log' | 't'>;

type Ending =
  | { readonly state: 'done'; readonly csr?: string }
  | { readonly state: 'failed'; readonly error: CertError }
  | { readonly state: 'cancelled' };

export class VaultRun {
  readonly #services: Services;
  readonly #seen: SeenVault;
  readonly #creation: VaultCreation;
  readonly #onChange: () => void;
  readonly #controller = new AbortController();
  #steps: readonly OperationStep[] = [];
  #ending: Ending | undefined;
  #isWatched = true;

  /** Begins at once. */
  constructor(services: Services, seen: SeenVault, creation: VaultCreation, onChange: () => void) {
    this.#services = services;
    this.#seen = seen;
    this.#creation = creation;
    this.#onChange = onChange;
    void this.#carryOut();
  }

  get certificate(): NamedCertificate {
    const { vault, name } = this.#creation;
    return { vault, name, directory: this.#seen.directory.key };
  }

  /** PEM; undefined: there is none for anybody to sign. */
  get csr(): string | undefined {
    return this.#ending?.state === 'done' ? this.#ending.csr : undefined;
  }

  /** @param problemOf - called once for an operation that has failed, with each change of it */
  shown(problemOf: (error: CertError) => FieldProblem): FormOperation {
    const { vault, name } = this.#creation;
    const { csr } = this;
    const shown = formOperation(
      {
        id: '',
        target: { vault, name },
        state: this.#ending?.state ?? 'running',
        cancelling: this.#ending === undefined && this.#controller.signal.aborted,
        steps: this.#steps,
        error: this.#ending?.state === 'failed' ? this.#ending.error : undefined,
      },
      problemOf,
      this.#services.t,
    );
    return { ...shown, isOfVault: true, ...(csr !== undefined && { csr }) };
  }

  cancel(): void {
    if (this.#ending !== undefined) return;
    this.#controller.abort(new CertError('Cancelled', { during: 'create' }));
    this.#onChange();
  }

  /** Nobody sees it any more: how it ends is told by a message. */
  leave(): void {
    this.#isWatched = false;
  }

  async #carryOut(): Promise<void> {
    this.#ending = await this.#made();
    const { state } = this.#ending;
    const { error } = { error: undefined, ...this.#ending };
    this.#services.ended({
      ...{ seen: this.#seen, certificate: this.certificate, state, error },
      ...{ isWatched: this.#isWatched, waitsForMerge: this.csr !== undefined },
    });
    this.#onChange();
  }

  async #made(): Promise<Ending> {
    try {
      const { signal } = this.#controller;
      const made = await this.#creation.carryOut(this.#reporter(), signal);
      return { state: 'done', ...('csr' in made && { csr: made.csr }) };
    } catch (error) {
      return isCancellation(error)
        ? { state: 'cancelled' }
        : { state: 'failed', error: asCertError(error) };
    }
  }

  #reporter(): StepReporter {
    const change = (steps: readonly OperationStep[]): void => {
      this.#steps = steps;
      this.#onChange();
    };
    return {
      started: (name) => {
        const step = { name, startedAt: undefined, ms: undefined, detail: undefined };
        change([...this.#steps, step]);
      },
      detail: (name, detail) => {
        change(this.#steps.map((step) => (step.name === name ? { ...step, detail } : step)));
      },
      finished: (name, ms) => {
        change(this.#steps.map((step) => (step.name === name ? { ...step, ms } : step)));
      },
      note: (note) => {
        this.#services.log(describeNote(note, this.#services.t));
      },
    };
  }
}
