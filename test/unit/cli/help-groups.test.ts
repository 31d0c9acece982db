import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Command } from 'commander';
import { withCommonOptions } from '../../../src/cli/common-options.ts';
import { HELP } from '../../../src/cli/help-groups.ts';

it('the help shows a command’s own options first, and each shared one under a heading', () => {
  const command = withCommonOptions(new Command('show').configureHelp(HELP)).option('--own', 'own');
  const [, ...parts] = command.helpInformation().split('\n\n');
  const headings = parts.map((part) => part.split('\n')[0]);
  assert.deepEqual(headings, [
    'Options:',
    'Certificate authority:',
    'Challenges and name servers:',
    'Sign-in:',
    'Output:',
  ]);
  const [own = ''] = parts;
  const named = own.split('\n').flatMap((line) => /^ +(?:-\w, )?(--[\w-]+)/.exec(line)?.[1] ?? []);
  assert.deepEqual(named, ['--own', '--help'], 'a shared option needs its place in help-groups.ts');
});
