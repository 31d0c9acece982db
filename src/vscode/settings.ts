/** The extension's settings, read when they are needed: they may change at any time. */
import * as vscode from 'vscode';
import type { ExpiryThresholds } from '../domain/expiry.ts';
import { settingValue } from './setting-value.ts';

/** Each setting with its type; the manifest declares the same ones (a test compares them). */
export interface SettingTypes {
  'expiry.soonDays': number;
  'expiry.urgentDays': number;
  'expiry.soonPercent': number;
  'expiry.urgentPercent': number;
  'expiry.dailyCheck': boolean;
  'expiry.notifications': boolean;
  'expiry.badge': boolean;
  'expiry.statusBar': boolean;
  'renewal.automatic': readonly string[];
  'ca.rootsFile': string;
  'dns.servers': readonly string[];
  'dns.dohServers': readonly string[];
  'dns.zones': readonly string[];
  'dns.propagationWait': number;
  'dns.roomWait': number;
  'defaults.certificateAuthority': string;
  'defaults.keyType': string;
  'defaults.contentType': string;
}

export type SettingName = keyof SettingTypes;

export interface Settings {
  get<N extends SettingName>(name: N): SettingTypes[N];
  /** For this user, on every machine that the editor synchronises. */
  set<N extends SettingName>(name: N, value: SettingTypes[N]): Promise<void>;
  onDidChange(listener: (affects: (name: SettingName) => boolean) => void): vscode.Disposable;
}

const SECTION = 'kvcert';

export function openSettings(): Settings & { dispose(): void } {
  let settings = vscode.workspace.getConfiguration(SECTION);
  // The editor makes a copy of all settings for each question; trees ask for each of thousands of nodes.
  let known: Partial<SettingTypes> = {};
  const renewing = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(SECTION)) return;
    settings = vscode.workspace.getConfiguration(SECTION);
    known = {};
  });
  const read = <N extends SettingName>(name: N): SettingTypes[N] => {
    const declared = settings.inspect<SettingTypes[N]>(name)?.defaultValue;
    if (declared === undefined) throw new TypeError(`the manifest has no default for ${name}`);
    return settingValue(settings.get<SettingTypes[N]>(name), declared);
  };
  return {
    get<N extends SettingName>(name: N): SettingTypes[N] {
      const value = known[name] ?? read(name);
      known[name] = value;
      return value;
    },
    set: async (name, value) => {
      const target = vscode.ConfigurationTarget.Global;
      await settings.update(name, value, target);
    },
    onDidChange: (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(SECTION)) return;
        listener((name) => event.affectsConfiguration(`${SECTION}.${name}`));
      }),
    dispose: () => {
      renewing.dispose();
    },
  };
}

export function expiryThresholds(settings: Settings): ExpiryThresholds {
  return {
    soonDays: settings.get('expiry.soonDays'),
    urgentDays: settings.get('expiry.urgentDays'),
    soonPercent: settings.get('expiry.soonPercent'),
    urgentPercent: settings.get('expiry.urgentPercent'),
  };
}
