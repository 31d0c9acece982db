/** The little of the `vscode` API that the sign-in stand-in needs, for tests outside of an editor. */
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = join(import.meta.dirname, '..', '..', 'sign-in-stand-in');
/** Where the extension finds `vscode`; no such file is there. */
const API = pathToFileURL(join(FOLDER, 'vscode.cjs')).href;

export interface Session {
  readonly id: string;
  readonly accessToken: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
}

/** A parsed `WWW-Authenticate` header, as VS Code hands it over. */
export interface Constraint {
  readonly challenges: readonly {
    readonly scheme: string;
    readonly params: Readonly<Record<string, string>>;
  }[];
  readonly fallbackScopes?: readonly string[];
}

export interface Provider {
  getSessions(scopes: readonly string[] | undefined, options: object): Promise<Session[]>;
  createSession(scopes: readonly string[], options: object): Promise<Session>;
  getSessionsFromChallenges(constraint: Constraint, options: object): Promise<Session[]>;
  createSessionFromChallenges(constraint: Constraint, options: object): Promise<Session>;
  removeSession(id: string): Promise<void>;
  readonly onDidChangeSessions: (listener: (change: Change) => void) => unknown;
}

export interface Change {
  readonly added: readonly Session[];
  readonly removed: readonly Session[];
}

/** An editor's window with the stand-in in it. */
export interface Window {
  readonly provider: (id: string) => Provider;
  readonly command: (id: string, ...args: readonly unknown[]) => Promise<unknown>;
}

/** Secrets that several windows share. */
export class Secrets {
  readonly #values = new Map<string, string>();
  readonly #changed = new Emitter<{ readonly key: string }>();
  readonly onDidChange = this.#changed.event;

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}

class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** @param answer what a person picks, by the title of a quick pick */
export function openWindow(secrets: Secrets, answer: (title: string) => string): Window {
  const providers = new Map<string, Provider>();
  const commands = new Map<string, (...args: readonly unknown[]) => Promise<unknown>>();
  const vscode = {
    EventEmitter: Emitter,
    CancellationError: class extends Error {},
    authentication: {
      registerAuthenticationProvider(id: string, _label: string, provider: Provider) {
        providers.set(id, provider);
      },
    },
    commands: {
      registerCommand(id: string, run: (...args: readonly unknown[]) => Promise<unknown>) {
        commands.set(id, run);
      },
    },
    window: {
      showQuickPick(
        items: readonly (string | { readonly label: string })[],
        { title }: { readonly title: string },
      ) {
        const picked = answer(title);
        return Promise.resolve(
          items.find((item) => (typeof item === 'string' ? item : item.label) === picked),
        );
      },
    },
  };
  load(vscode).activate({ secrets, subscriptions: [] });
  return {
    provider(id) {
      const provider = providers.get(id);
      if (provider === undefined) throw new Error(`${id} was not registered`);
      return provider;
    },
    command(id, ...args) {
      const run = commands.get(id);
      if (run === undefined) throw new Error(`${id} was not registered`);
      return run(...args);
    },
  };
}

/** Loads the extension anew, with its own `vscode`, as every extension host does. */
function load(vscode: object): { activate: (context: object) => void } {
  const require = createRequire(import.meta.url);
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(FOLDER)) Reflect.deleteProperty(require.cache, file);
  }
  const source = 'module.exports = globalThis[Symbol.for("kvcert.test.vscode")];';
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode'
        ? { url: API, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === API ? { format: 'commonjs', source, shortCircuit: true } : next(url, context),
  });
  const holder = globalThis as Record<symbol, unknown>;
  holder[Symbol.for('kvcert.test.vscode')] = vscode;
  try {
    return require(join(FOLDER, 'extension.cjs')) as ReturnType<typeof load>;
  } finally {
    hooks.deregister();
  }
}
