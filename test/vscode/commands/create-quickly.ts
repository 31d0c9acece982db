import { person } from '../person.ts';
import type { CommandsRun } from './commands-run.ts';

export const VAULT = 'contoso-prod';

/**
 * Has the person create `NAME-example-com` for NAME.example.com, and agree to the terms of the CA
 * where they are asked to; resolves when it has begun.
 */
export async function createQuickly(commands: CommandsRun, name: string): Promise<void> {
  const somebody = person();
  await commands.fromPalette('kvcert.createCertificateQuick');
  await somebody.pick(VAULT);
  await somebody.answerQuickInput(
    'DNS names, separated by commas or spaces',
    `${name}.example.com`,
  );
  await somebody.answerQuickInput('Name of the certificate in the vault', `${name}-example-com`);
  await somebody.pick('Let');
}
