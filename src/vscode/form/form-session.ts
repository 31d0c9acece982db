/**
 * One form: what it shows, and what is done for it. It outlives nothing: the issuance that it starts
 * is the board's, and what was typed is the page's.
 */
import { asCertError } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { FormCalls, Submission } from '../../webview/form/form-protocol.ts';
import type {
  FieldProblem,
  FormEntries,
  FormState,
  FormSubject,
  FormVault,
  VaultChoice,
} from '../../webview/form/state-protocol.ts';
import type { Problem } from '../../webview/protocol.ts';
import { endsBySignIn } from '../errors/ends-by-sign-in.ts';
import { namedCertificate } from '../operations/operation-nodes.ts';
import { isCancellation, type CallHandlers } from '../page-connection.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import {
  policyEditFrom,
  refusals,
  vaultWishFrom,
  wishFrom,
  type FieldErrors,
} from './check-submission.ts';
import { policyBeginning, renewalBeginning, type RenewalBeginning } from './current-version.ts';
import { fieldOfError } from './field-of-error.ts';
import {
  choiceKey,
  directoryOf,
  isVaultOf,
  keyOfSeen,
  keyTypes,
  knownAuthorities,
  newEntries,
  vaultChoices,
} from './form-choices.ts';
import { FormChecking } from './form-checking.ts';
import { chosenVault, formLookups } from './form-lookups.ts';
import { formOperation } from './form-operation.ts';
import type { FormServices } from './form-services.ts';
import { VaultRun } from './vault-run.ts';
import { failuresOf, isLoading, NOBODY } from './why-no-vaults.ts';

export class FormSession {
  readonly handlers: CallHandlers<FormCalls>;
  readonly #services: FormServices;
  readonly #subject: FormSubject;
  readonly #show: (state: FormState) => void;
  readonly #listening: readonly { dispose(): void }[];
  /** An error is put into words once, however often the state is shown. */
  readonly #said = new WeakMap<CertError, Problem>();
  readonly #checking: FormChecking;
  #isEverything = false;
  /** Made once for all times that the state is shown: there may be a thousand. */
  #choices: readonly VaultChoice[] | undefined;
  #beginning: RenewalBeginning | undefined;
  #failure: CertError | undefined;
  /** Id of the operation that was started here. */
  #operation: string | undefined;
  /** What Key Vault makes without ACME, begun here. */
  #run: VaultRun | undefined;

  /** @param operation - id of the one that this form has shown before a reload */
  constructor(
    services: FormServices,
    subject: FormSubject,
    show: (state: FormState) => void,
    operation?: string,
  ) {
    this.#services = services;
    this.#subject = subject;
    this.#show = show;
    this.#operation = operation;
    this.#checking = new FormChecking(services, () => {
      this.#refresh();
    });
    this.handlers = this.#makeHandlers();
    const { portfolio, board } = services;
    this.#listening = [
      portfolio.onDidChange(({ kind }) => {
        if (kind !== 'accounts') return;
        this.#choices = undefined;
        void this.#accountsChanged();
      }),
      board.onChange(() => {
        if (this.#operation !== undefined) this.#refresh();
      }),
    ];
  }

  /**
   * Resolves once it is known what has become of the operation that a restored form shows: it is
   * to be seen at once, and not the fields that have started it. Never rejects.
   */
  async recall(): Promise<void> {
    if (this.#operation === undefined) return;
    await this.#services.board.open();
    this.#refresh();
  }

  /** Looks up what the form begins with. Never rejects: what fails is shown. */
  async open(): Promise<void> {
    const { portfolio } = this.#services;
    await portfolio.load();
    if (this.#subject.mode !== 'create') await this.#readCurrent(this.#subject.ref);
    this.#refresh();
  }

  /** A form that was restored may be older than the sign-in that shows it its vault. */
  async #accountsChanged(): Promise<void> {
    const { portfolio } = this.#services;
    const subject = this.#subject;
    const isInSight = (ref: FormVault): boolean => portfolio.everyVault().some(isVaultOf(ref));
    if (subject.mode !== 'create' && endsBySignIn(this.#failure) && isInSight(subject.ref)) {
      this.#failure = undefined;
      await this.#readCurrent(subject.ref);
    }
    this.#refresh();
  }

  get state(): FormState {
    const { t, portfolio } = this.#services;
    const initial = this.#initial();
    const shown = this.#operationShown();
    return {
      subject: this.#subject,
      vaults: {
        choices: (this.#choices ??= vaultChoices(this.#offered(), t)),
        isLoading: isLoading(portfolio),
        isPartial: !this.#isEverything && portfolio.everyVault().length > portfolio.vaults().length,
        problems: failuresOf(portfolio).map((error) => this.#problemOf(error)),
      },
      authorities: knownAuthorities(t),
      keyTypes: keyTypes(),
      ...(initial && { initial }),
      ...(this.#beginning && { current: this.#beginning.current }),
      ...(this.#failure && { failure: this.#problemOf(this.#failure, directoryOf(this.#subject)) }),
      ...(this.#checking.shown && { checks: this.#checking.shown }),
      ...(shown && { operation: shown }),
      ...(this.#operation !== undefined && { operationId: this.#operation }),
    };
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#checking.stop();
    this.#run?.leave();
  }

  #refresh(): void {
    this.#show(this.state);
  }

  async #readCurrent(ref: Exclude<FormSubject, { mode: 'create' }>['ref']): Promise<void> {
    const { portfolio, defaults } = this.#services;
    const key = choiceKey(ref);
    try {
      if (portfolio.accounts.length === 0) throw NOBODY;
      const { directory, vault } = await chosenVault(portfolio, key);
      const engine = await directory.engine();
      const details = await engine.show({ vault, name: ref.name }, portfolio.signal);
      this.#beginning =
        this.#subject.mode === 'policy'
          ? policyBeginning(details, key)
          : renewalBeginning(details, key, defaults().certificateAuthority);
    } catch (error) {
      this.#failure = asCertError(error);
    }
  }

  #initial(): FormEntries | undefined {
    if (this.#subject.mode !== 'create') return this.#beginning?.initial;
    const offered = this.#offered();
    const [only] = offered.length === 1 ? offered : [];
    const { vault } = this.#subject;
    const chosen = vault ? choiceKey(vault) : only ? keyOfSeen(only) : '';
    return newEntries(this.#services.defaults(), chosen);
  }

  /** The vaults of the chosen subscriptions, and the one that the form was opened for. */
  #offered(): readonly SeenVault[] {
    const { portfolio } = this.#services;
    if (this.#isEverything) return portfolio.everyVault();
    const chosen = portfolio.vaults();
    const wanted =
      this.#subject.mode === 'create' && this.#subject.vault && choiceKey(this.#subject.vault);
    if (chosen.some((seen) => keyOfSeen(seen) === wanted)) return chosen;
    return [...chosen, ...portfolio.everyVault().filter((seen) => keyOfSeen(seen) === wanted)];
  }

  #operationShown(): FormState['operation'] {
    const { board, t } = this.#services;
    const run = this.#run;
    if (run) return run.shown((error) => this.#fieldProblem(error, run.certificate.directory));
    const operation = this.#operation === undefined ? undefined : board.get(this.#operation);
    if (!operation) return undefined;
    const { directoryKey } = operation;
    return formOperation(operation, (error) => this.#fieldProblem(error, directoryKey), t);
  }

  #makeHandlers(): CallHandlers<FormCalls> {
    const { board, copy, commandFor, run, close, desk } = this.#services;
    return {
      ...formLookups(this.#services),
      allVaults: () => {
        this.#isEverything = true;
        this.#choices = undefined;
        this.#refresh();
        return Promise.resolve(null);
      },
      submit: async (submitted, signal) => {
        const { entries, seen, current } = await this.#about(submitted);
        if (this.#subject.mode === 'policy') return this.#editPolicy(entries, seen, signal);
        if (entries.madeBy !== 'acme') return this.#makeInVault(entries, seen, signal);
        const checked = wishFrom(entries, seen, current);
        if ('errors' in checked) return this.#refused(checked.errors, seen);
        const errors = await refusals(entries, seen, current, signal);
        if (errors.size > 0) return this.#refused(errors, seen);
        const tool = this.#beginning?.current.managedBy;
        // The person has answered and sees the form as it was: there is nothing to say.
        if (tool !== undefined && !(await this.#services.mayAdopt(tool))) {
          return { accepted: false, problems: [] };
        }
        const engine = await seen.directory.engine();
        signal.throwIfAborted();
        this.#checking.forget();
        this.#operation = board.start(engine, seen.directory.key, this.#adopting(checked.wish)).id;
        this.#refresh();
        return { accepted: true };
      },
      check: async (submitted, signal) => {
        const { entries, seen, current } = await this.#about(submitted);
        const checked = wishFrom(entries, seen, current);
        if ('errors' in checked) return this.#refused(checked.errors, seen);
        const engine = await seen.directory.engine();
        signal.throwIfAborted();
        this.#checking.begin(engine, this.#adopting(checked.wish), seen.directory.key);
        return { accepted: true };
      },
      stopChecks: () => {
        this.#checking.forget();
        return Promise.resolve(null);
      },
      copyCommand: async (submitted) => {
        const { entries, seen, current } = await this.#about(submitted);
        const checked =
          entries.madeBy === 'acme'
            ? wishFrom(entries, seen, current)
            : vaultWishFrom(entries, seen);
        if ('errors' in checked) return this.#refused(checked.errors, seen);
        const { wish } = checked;
        await copy(commandFor('change' in wish ? wish : this.#adopting(wish)));
        return { accepted: true };
      },
      reconsider: () => {
        this.#operation = undefined;
        this.#run = undefined;
        this.#refresh();
        return Promise.resolve(null);
      },
      cancelOperation: () => {
        this.#run?.cancel();
        if (this.#operation !== undefined) board.cancel(this.#operation);
        return Promise.resolve(null);
      },
      showOperations: async () => {
        await run('kvcert.operations.focus');
        return null;
      },
      showCertificate: async () => {
        const shown = this.#operation === undefined ? undefined : board.get(this.#operation);
        const certificate = this.#run?.certificate ?? (shown && namedCertificate(shown));
        if (certificate) await run('kvcert.showCertificate', certificate);
        return null;
      },
      copyCsr: () => this.#handOut(this.#services.copyCsr),
      saveCsr: () => this.#handOut(this.#services.saveCsr),
      dealWithPending: async () => {
        if (this.#run) await run('kvcert.dealWithPending', this.#run.certificate);
        return null;
      },
      close: () => {
        close();
        return Promise.resolve(null);
      },
      repair: async ({ token }) => {
        await desk.press(token);
        return null;
      },
    };
  }

  /** What Key Vault would refuse is found before anything is begun. */
  async #makeInVault(
    entries: FormEntries,
    seen: SeenVault,
    signal: AbortSignal,
  ): Promise<Submission> {
    const checked = vaultWishFrom(entries, seen);
    if ('errors' in checked) return this.#refused(checked.errors, seen);
    const { target, ...wish } = checked.wish;
    const engine = await seen.directory.engine();
    return this.#attempt(seen, async () => {
      const place = { vault: seen.vault, name: target.name };
      const creation = await engine.createInVault({ ...wish, target: place }, signal);
      signal.throwIfAborted();
      this.#checking.forget();
      this.#run = new VaultRun(this.#services, seen, creation, () => {
        this.#refresh();
      });
      this.#refresh();
    });
  }

  async #editPolicy(
    entries: FormEntries,
    seen: SeenVault,
    signal: AbortSignal,
  ): Promise<Submission> {
    const before = this.#beginning?.current.entries ?? entries;
    const checked = policyEditFrom(entries, seen, before);
    if ('errors' in checked) return this.#refused(checked.errors, seen);
    const engine = await seen.directory.engine();
    return this.#attempt(seen, async () => {
      const target = { vault: seen.vault, name: entries.name };
      const changing = await engine.changePolicy({ target, change: checked.change }, signal);
      const { changePolicy, close } = this.#services;
      if (changing.differences.length === 0) close();
      // The page does not wait for a person's answer.
      else
        void changePolicy(seen, changing).then((isDone) => {
          if (isDone) close();
        });
    });
  }

  /** What goes wrong is shown next to its field, or above them all. */
  async #attempt({ directory }: SeenVault, work: () => Promise<void>): Promise<Submission> {
    try {
      await work();
      return { accepted: true };
    } catch (error) {
      if (isCancellation(error)) throw error;
      const problem = this.#fieldProblem(asCertError(error), directory.key);
      return { accepted: false, problems: [problem] };
    }
  }

  async #handOut(give: FormServices['saveCsr']): Promise<null> {
    const run = this.#run;
    if (run?.csr === undefined) return null;
    const { vault, name } = run.certificate;
    await give(`${vault}/${name}`, run.csr);
    return null;
  }

  #adopting(wish: IssuanceWish): IssuanceWish {
    return this.#beginning?.current.managedBy === undefined ? wish : { ...wish, adopt: true };
  }

  /** A renewal is of the certificate that the form was opened for, whatever the page says. */
  async #about(submitted: FormEntries): Promise<{
    readonly entries: FormEntries;
    readonly seen: SeenVault;
    readonly current: FormEntries | undefined;
  }> {
    const subject = this.#subject;
    const current = this.#beginning?.current.entries;
    if (subject.mode !== 'create' && !current) {
      throw new CertError('CertificateNotFound', subject.ref);
    }
    const entries = current
      ? { ...submitted, vault: current.vault, name: current.name }
      : submitted;
    return { entries, current, seen: await chosenVault(this.#services.portfolio, entries.vault) };
  }

  #refused(errors: FieldErrors, { directory }: SeenVault): Submission {
    const problems = [...errors].map(([field, error]) => ({
      field,
      problem: this.#problemOf(error, directory.key),
    }));
    return { accepted: false, problems };
  }

  #fieldProblem(error: CertError, directory: string | undefined): FieldProblem {
    const field = fieldOfError(error);
    return { ...(field && { field }), problem: this.#problemOf(error, directory) };
  }

  #problemOf(error: CertError, directory?: string): Problem {
    const said = this.#said.get(error) ?? this.#services.desk.problemOf(error, directory);
    this.#said.set(error, said);
    return said;
  }
}
