/** Everything that tells in time: status bar, notification, the daily look. */
import { join } from 'node:path';
import { lockFile } from '../../app/process-lock.ts';
import { outputLog } from '../engine/output-log.ts';
import type { App } from '../open-app.ts';
import { lookFromTimeToTime } from './daily-check.ts';
import { tellOfDue } from './due-notice.ts';
import { showDueInStatusBar } from './due-status-bar.ts';
import { renewInBackground, type BackgroundServices } from './background-renewal.ts';
import type { DueWatch } from './due-watch.ts';

/** Random spreads the looks of many windows and machines; nothing depends on its quality. */
export function registerExpiry(app: App, due: DueWatch): { dispose(): unknown }[] {
  const { board, cache, clock, expiryMemory: memory, portfolio, settings, signal } = app;
  const background: BackgroundServices = {
    ...{ board, clock, memory, log: outputLog(app.log) },
    chosen: () => settings.get('renewal.automatic'),
    load: () => portfolio.load(),
    everyVault: () => portfolio.everyVault(),
    learn: (surveyed, looked) => {
      due.reasons.learn(surveyed, looked);
      due.reckon();
    },
    lock: () => lockFile(join(app.stateFolder, 'automatic-renewal.lock')),
  };
  const renew = async (isWished: boolean): Promise<void> => {
    try {
      await renewInBackground(background, isWished, signal);
    } catch (error) {
      if (!signal.aborted) app.log.error('renewing in the background has failed', String(error));
    }
  };
  void lookFromTimeToTime(
    {
      ...{ app, cache, memory, due },
      lock: () => lockFile(join(app.stateFolder, 'daily-check.lock')),
      looked: async () => {
        await tellOfDue(app, due, memory);
        await renew(false);
      },
      jitter: () => Math.random(),
    },
    signal,
  );
  return [
    showDueInStatusBar(app, due),
    settings.onDidChange((affects) => {
      if (affects('renewal.automatic')) void renew(true);
    }),
  ];
}
