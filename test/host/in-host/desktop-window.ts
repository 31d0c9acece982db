import { _electron } from 'playwright-core';
import { desktopArguments, installInDesktop, type DownloadedDesktop } from '../desktop.ts';
import { dnsSettings } from '../dns-settings.ts';
import { desktopEnvironment } from '../environment.ts';
import { keepEvidence } from '../evidence.ts';
import { packagedExtension } from '../packaged-extension.ts';
import { waitForWorkbench } from '../page/workbench.ts';
import { createProfile, removeProfile } from '../profile.ts';
import { accountsOf, offerAccounts, STAND_IN } from '../sign-in.ts';
import type { OpenHost } from './window.ts';

const LAUNCH_LIMIT_MS = 60_000;

/** In a VS Code for the desktop, which needs a display. */
export function onDesktop({ executable, command }: DownloadedDesktop): OpenHost {
  return async ({ sandbox, companion, settings, env }) => {
    await using started = new AsyncDisposableStack();
    const profile = await createProfile({ ...dnsSettings(sandbox), ...settings });
    started.defer(() => removeProfile(profile));
    const signIn = await offerAccounts(profile, sandbox.control, accountsOf(sandbox));
    const vsix = await packagedExtension();
    await installInDesktop(command, profile, { folders: [STAND_IN, companion], vsix });
    const application = await _electron.launch({
      executablePath: executable,
      args: [...desktopArguments(profile), '--no-sandbox', profile.workspace],
      env: desktopEnvironment(profile, sandbox, { ...signIn, ...env }),
      timeout: LAUNCH_LIMIT_MS,
    });
    started.defer(() => application.close());
    const page = await application.firstWindow();
    await waitForWorkbench(page);
    const running = started.move();
    return {
      page,
      keepEvidence: (name) =>
        keepEvidence(name, { profile, context: application.context(), complaints: [] }),
      close: () => running.disposeAsync(),
    };
  };
}
