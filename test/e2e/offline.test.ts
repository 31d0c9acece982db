import { it } from 'node:test';
import { runCommand } from '../host/page/palette.ts';
import { treeItem } from '../host/page/views.ts';
import { webview } from '../host/page/webview.ts';
import { CONTAINER, inLivedInWorld, openVault, signIn } from './lived-in.ts';

it('says without a network which host is missing and what leads there, and shows what it knew', async () => {
  await inLivedInWorld('offline', {}, async ({ page, goOffline }) => {
    await signIn(page);
    await openVault(page, 'Contoso Production', 'contoso-prod');
    await treeItem(page, /^www-example-com, valid/).waitFor();
    await goOffline();
    await runCommand(page, `${CONTAINER}: Refresh`);
    await treeItem(page, /management\.azure\.com could not be reached/)
      .first()
      .waitFor();
    await treeItem(page, /contoso-prod\.vault\.azure\.net could not be reached/).waitFor();
    await treeItem(page, /^www-example-com, valid/).waitFor();
    await treeItem(page, /^www-example-com, valid/).click();
    const problem = webview(page).getByRole('alert');
    await problem.getByText('contoso-prod.vault.azure.net could not be reached').waitFor();
    await problem.getByText('the setting of the proxy if there is one').waitFor();
    await problem.getByRole('button', { name: 'Open Settings' }).first().click();
    await page.getByText('The proxy setting to use.').waitFor();
  });
});
