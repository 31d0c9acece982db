/** *Find Leftover Challenge Records*: what stands in the DNS and nobody needs, removed as picked. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { LeftoverSurvey } from '../../app/leftovers/find-leftovers.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { DanglingAlias, LeftoverValue } from '../../domain/leftover-records.ts';
import {
  describeAge,
  describeAlias,
  describeOrigin,
  isOld,
} from '../../domain/messages/leftovers.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { Failure } from '../errors/several-failures.ts';
import { pickItem } from '../label-text.ts';
import { notificationText } from '../notification-text.ts';
import { whyNoSubscription } from './nothing-to-choose.ts';
import type { CommandHandlers } from './register-commands.ts';

/** A value, and the engine of an account that sees it. */
interface Found {
  readonly engine: Engine;
  readonly value: LeftoverValue;
}

interface Findings {
  readonly found: readonly Found[];
  readonly dangling: readonly DanglingAlias[];
  readonly failures: readonly Failure[];
}

export function leftoverCommands(app: AppContext): CommandHandlers<'kvcert.findLeftovers'> {
  const doing = vscode.l10n.t('Looking for leftover challenge records');
  return {
    'kvcert.findLeftovers': () =>
      app.errors.guard(doing, async () => {
        await app.portfolio.load();
        const reason = whyNoSubscription(app.portfolio);
        if (reason) throw reason;
        const { found, dangling, failures } = await withCancellableProgress(doing, (told, signal) =>
          findAll(app, told, signal),
        );
        if (failures.length > 0) app.errors.showSeveral(failures, doing);
        tellDangling(dangling);
        if (found.length === 0) {
          if (failures.length > 0) return;
          void vscode.window.showInformationMessage(
            vscode.l10n.t('No challenge values are left over.'),
          );
          return;
        }
        const now = Math.floor(app.clock.now() / 1000);
        const picked = await pick(found, now);
        if (picked.length > 0) await remove(app, picked);
      }),
  };
}

type Told = (text: string) => void;

/** Through every account and tenant; a zone that several of them see is told of once. */
async function findAll(app: AppContext, told: Told, signal: AbortSignal): Promise<Findings> {
  const directories = app.portfolio.accounts
    .flatMap((account) => account.directories)
    .filter(({ inventory }) => (inventory?.subscriptions.length ?? 0) > 0)
    .map(({ directory }) => directory);
  const counts = new Map<string, { readonly done: number; readonly of: number }>();
  const count = (key: string, done: number, of: number): void => {
    counts.set(key, { done, of });
    const all = [...counts.values()];
    const sum = (part: 'done' | 'of'): number => all.reduce((total, each) => total + each[part], 0);
    told(vscode.l10n.t('{0} of {1} zones', sum('done'), sum('of')));
  };
  const found = new Map<string, Found>();
  const dangling = new Map<string, DanglingAlias>();
  const failures: Failure[] = [];
  await Promise.all(
    directories.map(async (directory) => {
      const engine = await directory.engine();
      const survey = await surveyOf(engine, directory.tenant.name, signal, (done, of) => {
        count(directory.key, done, of);
      });
      for (const value of survey.values) {
        found.set(`${keyOf(value.zone.id, value.record)} ${value.value}`, { engine, value });
      }
      for (const alias of survey.dangling) {
        dangling.set(keyOf(alias.zone.id, alias.record), alias);
      }
      failures.push(...survey.failures.map(({ zone, error }) => ({ subject: zone, error })));
    }),
  );
  return { found: [...found.values()], dangling: [...dangling.values()], failures };
}

/** A tenant that cannot be looked through is one failure and hides no other. */
async function surveyOf(
  engine: Engine,
  tenant: string,
  signal: AbortSignal,
  told: (done: number, of: number) => void,
): Promise<LeftoverSurvey> {
  try {
    return await engine.leftovers.find('all', told, signal);
  } catch (error) {
    signal.throwIfAborted();
    const failures = [{ zone: tenant, error: asCertError(error) }];
    return { zones: 0, values: [], dangling: [], failures };
  }
}

/** Ours that are older than a day are preselected; of others nobody but the person knows. */
async function pick(found: readonly Found[], now: number): Promise<readonly Found[]> {
  const { t } = vscode.l10n;
  const picked = await vscode.window.showQuickPick(
    found
      .toSorted((a, b) => Number(isOld(b.value, now)) - Number(isOld(a.value, now)))
      .map((one) => {
        const { zone, record, value } = one.value;
        return pickItem({
          label: `${record}.${zone.name}`,
          description: `${describeAge(one.value, now, t)} · ${describeOrigin(one.value, t)}`,
          detail: value,
          picked: isOld(one.value, now),
          one,
        });
      }),
    {
      title: t('Remove which challenge values?'),
      placeHolder: t('Values of unknown age may belong to another tool that is at work'),
      canPickMany: true,
      matchOnDescription: true,
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
  );
  return (picked ?? []).map(({ one }) => one);
}

async function remove(app: AppContext, picked: readonly Found[]): Promise<void> {
  const { t } = vscode.l10n;
  const doing = t('Removing challenge values');
  const byEngine = Map.groupBy(picked, ({ engine }) => engine);
  const outcomes = await withCancellableProgress(doing, async (_told, signal) => {
    const parts = [...byEngine].map(([engine, those]) =>
      engine.leftovers.remove(
        those.map(({ value }) => value),
        signal,
      ),
    );
    return (await Promise.all(parts)).flat();
  });
  const failures = outcomes.flatMap(({ value, error }) =>
    error ? [{ subject: `${value.record}.${value.zone.name}`, error }] : [],
  );
  if (failures.length > 0) app.errors.showSeveral(failures, doing);
  const needed = outcomes.filter(({ outcome }) => outcome === 'needed').length;
  const removed = outcomes.filter(({ outcome }) => outcome === 'removed').length;
  const sentences = [
    removed === 1
      ? t('1 challenge value is removed.')
      : t('{0} challenge values are removed.', removed),
    ...(needed > 0 ? [t('{0} stay, as somebody is at work with them by now.', needed)] : []),
  ];
  if (removed + needed > 0) void vscode.window.showInformationMessage(sentences.join(' '));
}

/** Nothing here removes them: a CNAME may be meant for a zone that is to come. */
function tellDangling(dangling: readonly DanglingAlias[]): void {
  if (dangling.length === 0) return;
  const sentences = dangling.map((alias) => notificationText(describeAlias(alias, vscode.l10n.t)));
  void vscode.window.showWarningMessage(sentences.join(' '));
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts).toLowerCase();
}
