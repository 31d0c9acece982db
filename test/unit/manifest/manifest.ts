/** The extension's manifest, read as the editor reads it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

export interface Manifest {
  readonly publisher: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly extensionDependencies?: unknown;
  readonly extensionKind: readonly string[];
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly repository?: unknown;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when?: string;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<string, string>>;
    }[];
    readonly walkthroughs: readonly { readonly steps: readonly WalkthroughStep[] }[];
  };
}

export interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly order: number;
  readonly markdownDescription: string;
  readonly scope?: string;
}

export interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}

export const ROOT = resolve(import.meta.dirname, '../../..');

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(resolve(ROOT, file), 'utf8'));
}

export const manifest = readJson('package.json') as Manifest;

/** The sentences of the manifest, by key. */
export const sentences = readJson('package.nls.json') as Readonly<Record<string, string>>;
