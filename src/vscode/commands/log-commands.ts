/** For those who have to find out what went wrong. */
import { release } from 'node:os';
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { CommandHandlers } from './register-commands.ts';

type Ids = 'kvcert.showLog' | 'kvcert.copyDiagnostics' | 'kvcert.openSettings';

export function logCommands(app: AppContext): CommandHandlers<Ids> {
  return {
    'kvcert.showLog': () => {
      app.log.show();
    },
    'kvcert.copyDiagnostics': () =>
      app.errors.guard(vscode.l10n.t('Copying diagnostics'), async () => {
        await vscode.env.clipboard.writeText(diagnostics(app));
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the diagnostics'), 5000);
      }),
    'kvcert.openSettings': async () => {
      await vscode.commands.executeCommand(
        'workbench.action.openSettings',
        `@ext:${app.extension.extension.id}`,
      );
    },
  };
}

/** Versions, settings and counts; no names of accounts, vaults or certificates. */
function diagnostics({ extension, portfolio, settings, cloud }: AppContext): string {
  const { version } = extension.extension.packageJSON as { readonly version: string };
  const directories = portfolio.accounts.flatMap((account) => account.directories);
  const failures = directories.flatMap(({ failure }) => failure?.code ?? []);
  const proxy = vscode.workspace.getConfiguration('http');
  return [
    `Key Vault Certificates ${version}`,
    `Editor ${vscode.env.appName} ${vscode.version}, ${vscode.env.remoteName ?? 'local'}, language ${vscode.env.language}`,
    `Machine ${process.platform} ${release()} ${process.arch}, Node ${process.version}`,
    `Cloud ${cloud.name}`,
    `Accounts ${portfolio.accounts.length}, tenants ${directories.length}, vaults shown ${portfolio.vaults().length}`,
    `Failures ${failures.join(', ') || 'none'}`,
    `Proxy setting ${proxy.get<string>('proxy') ? 'set' : 'not set'}, support ${proxy.get<string>('proxySupport') ?? ''}, system certificates ${String(proxy.get<boolean>('systemCertificates') ?? '')}`,
    `Environment HTTPS_PROXY ${process.env['HTTPS_PROXY'] ? 'set' : 'not set'}, NODE_EXTRA_CA_CERTS ${process.env['NODE_EXTRA_CA_CERTS'] ? 'set' : 'not set'}`,
    `Name servers ${settings.get('dns.servers').length > 0 ? 'set' : 'those of the zones'}, over HTTPS ${settings.get('dns.dohServers').length > 0 ? 'set' : 'none'}, zones by hand ${settings.get('dns.zones').length}`,
  ].join('\n');
}
