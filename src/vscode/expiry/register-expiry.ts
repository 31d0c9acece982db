/** Everything that tells in time: status bar, notification, the daily look. */
import { join } from 'node:path';
import { lockFile } from '../../app/process-lock.ts';
import type { App } from '../open-app.ts';
import { lookFromTimeToTime } from './daily-check.ts';
import { tellOfDue } from './due-notice.ts';
import { showDueInStatusBar } from './due-status-bar.ts';
import type { DueWatch } from './due-watch.ts';

/** Random spreads the looks of many windows and machines; nothing depends on its quality. */
export function registerExpiry(app: App, due: DueWatch): { dispose(): unknown }[] {
  const { cache, expiryMemory: memory, signal } = app;
  void lookFromTimeToTime(
    {
      ...{ app, cache, memory, due },
      lock: () => lockFile(join(app.stateFolder, 'daily-check.lock')),
      looked: () => tellOfDue(app, due, memory),
      jitter: () => Math.random(),
    },
    signal,
  );
  return [showDueInStatusBar(app, due)];
}
