/** The command lines for what Key Vault makes without ACME, read by our own parser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import fc from 'fast-check';
import type { VaultCreationWish } from '../../../src/app/create-in-vault.ts';
import { addCreateCommand } from '../../../src/cli/commands/create.ts';
import type { CommandContext } from '../../../src/cli/session.ts';
import { vaultWishOf } from '../../../src/domain/certificate-form.ts';
import { cliCommand } from '../../../src/domain/cli-command.ts';
import { changedPolicy, defaultPolicy } from '../../../src/domain/policy-change.ts';
import { formOf, spelledOutPolicy } from '../domain/form-of-policy.ts';
import { readByShell } from './read-by-shell.ts';

/** What our program asks the engine for. */
async function wishedBy(argv: readonly string[]): Promise<VaultCreationWish> {
  let wished: VaultCreationWish | undefined;
  const context = {
    engine: {
      createInVault: (wish: VaultCreationWish) => {
        wished = wish;
        throw new Error('enough');
      },
    },
  } as unknown as CommandContext;
  const program = new Command('kvcert').exitOverride();
  addCreateCommand(program, async (_options, _own, work) => {
    await work(context).catch(() => undefined);
  });
  await program.parseAsync(argv.slice(1), { from: 'user' });
  assert.ok(wished);
  return wished;
}

const policyOf = ({ change }: Pick<VaultCreationWish, 'change'>) =>
  changedPolicy(defaultPolicy(change.issuer ?? ''), change);

describe('the command line of a certificate that Key Vault makes', () => {
  const usual = formOf({ ...defaultPolicy('Self'), dnsNames: ['www.example.com'] });

  it('says no more than is needed', () => {
    const command = (change: Partial<typeof usual>): string =>
      cliCommand(vaultWishOf({ ...usual, ...change }));
    const common = 'kvcert create contoso-prod/www --issuer';
    assert.equal(command({}), `${common} self --dns www.example.com`);
    assert.equal(command({ madeBy: 'by-hand' }), `${common} manual --dns www.example.com`);
    assert.equal(
      command({
        madeBy: 'named',
        issuer: 'digicert',
        certificateType: 'OV-SSL',
        dnsNames: [],
        subject: 'CN=a, O="B, C"',
      }),
      `${common} digicert --subject 'CN=a, O="B, C"' --cty OV-SSL`,
    );
    assert.equal(
      command({
        keyType: 'ec-p256k',
        autoRenew: '',
        notify: '30d',
        enabled: false,
        tags: [{ name: 'a=b', value: 'c d' }],
      }),
      `${common} self --dns www.example.com --key ec-p256k --notify 30d --tag 'a\\=b=c d' --disabled`,
    );
  });

  it('asks for the same policy as the form, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(spelledOutPolicy, async (policy) => {
        const wish = vaultWishOf(formOf(policy));
        const read = await wishedBy(readByShell(cliCommand(wish)));
        assert.deepEqual(policyOf(read), policyOf(wish));
        assert.deepEqual(read.target, wish.target);
      }),
      { numRuns: 50 },
    );
  });
});
