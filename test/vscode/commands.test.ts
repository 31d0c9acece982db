/** Every command of the manifest, run in VS Code by a person who signs in and answers. */
import assert from 'node:assert/strict';
import { describeAccountCommands } from './commands/account-commands.ts';
import { describeCertificateCommands } from './commands/certificate-commands.ts';
import { CommandsRun, declaredCommands } from './commands/commands-run.ts';
import { describeIssueCommands } from './commands/issue-commands.ts';
import { describeOperationCommands } from './commands/operation-commands.ts';
import { describeShellCommands } from './commands/shell-commands.ts';
import { describeUpkeepCommands } from './commands/upkeep-commands.ts';
import { describeSettingCommands } from './commands/setting-commands.ts';
import { describeTransferCommands } from './commands/transfer-commands.ts';
import { describeTreeCommands } from './commands/tree-commands.ts';
import { person } from './person.ts';
import { OPERATOR, signIn } from './sign-in.ts';

const commands = new CommandsRun();

describe('commands', () => {
  before(async () => {
    await signIn(OPERATOR);
    await person().alwaysAgreeToTerms();
  });

  describeTreeCommands(commands);
  describeCertificateCommands(commands);
  describeShellCommands(commands);
  describeUpkeepCommands(commands);
  describeTransferCommands(commands);
  describeSettingCommands(commands);
  describeIssueCommands(commands);
  describeAccountCommands(commands);
  describeOperationCommands(commands);

  // A suite's own tests come before those of the suites in it.
  describe('of the manifest', () => {
    it('are all run here', () => {
      const declared = declaredCommands().map(({ command }) => command);
      assert.deepEqual([...commands.ids].toSorted(), declared.toSorted());
    });
  });
});
