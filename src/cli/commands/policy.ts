/** `kvcert policy show` and `kvcert policy set`: what a certificate's next version is to be like. */
import { Option, type Command } from 'commander';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { policyDocument } from '../../domain/policy-json.ts';
import { repeated, withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import { policyChangeBy, withPolicyOptions, type PolicyOptions } from '../policy-options.ts';
import { differenceText, policyText } from '../policy-text.ts';
import type { RunCommand } from '../run-command.ts';

interface SetOptions extends PolicyOptions, CommonOptions {
  readonly yes?: true;
}

export function addPolicyCommands(program: Command, run: RunCommand): void {
  const policy = program
    .command('policy')
    .summary('show and change what the next version of a certificate is to be like');
  addShow(policy, run);
  addSet(policy, run);
}

function addShow(policy: Command, run: RunCommand): void {
  withAzureOptions(policy.command('show'))
    .summary('show the policy of a certificate')
    .description(
      "Shows the policy of a certificate; with --output json as the service's JSON, ready to be changed and given back.",
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .action((text: string, options: CommonOptions) => {
      const target = parseCertificateTarget(text);
      return run(options, undefined, async ({ engine, output, signal }) => {
        const { bundle } = await engine.show(target, signal);
        const { policy: found } = bundle;
        if (!found) throw new CertError('CertificateNotFound', { ...target });
        output.result(policyDocument(found), () => policyText(found));
        return EXIT.done;
      });
    });
}

function addSet(policy: Command, run: RunCommand): void {
  const command = withAzureOptions(policy.command('set'))
    .summary('change the policy of a certificate')
    .description(
      'Changes the policy of a certificate: what the file or the options name, and nothing else. It counts from the next version on; what is issued stays as it is.',
    )
    .argument('<VAULT/NAME>', 'the certificate');
  withPolicyOptions(command, 'Options:')
    .option('--dns <name>', 'a DNS name; may be repeated', repeated)
    .option('--key <type>', 'the kind of key, e.g. rsa-4096, ec-p521 or ec-p384-hsm')
    .addOption(new Option('--pem', 'the secret holds PEM').conflicts('pkcs12'))
    .option('--pkcs12', 'the secret holds PKCS#12')
    .option('--export', 'the secret holds the private key')
    .option('--no-export', 'the private key cannot be read from the secret')
    .option('--reuse-key', 'renewals keep the key')
    .option('--no-reuse-key', 'every renewal makes a new key')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      `
Examples:
  kvcert policy set contoso-prod/api --auto-renew 80% --notify 30d
  kvcert policy show contoso-prod/api -o json > policy.json
  kvcert policy set contoso-prod/api --policy policy.json`,
    )
    .action((text: string, options: SetOptions) => {
      const target = parseCertificateTarget(text);
      return run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const change = await policyChangeBy(options);
        const { key = {}, ...others } = change;
        if (Object.keys({ ...key, ...others }).length === 0) {
          const message = 'Say what is to change, with --policy or another option.';
          throw new CertError('InvalidUsage', { message });
        }
        const changing = await engine.changePolicy({ target, change }, signal);
        const { vault, name, differences } = changing;
        if (differences.length === 0) {
          output.result({ policySet: { vault, name, differences } }, () => `${text} has it so.`);
          return EXIT.done;
        }
        const what = `The policy of ${vault}/${name} changes, for the versions to come:`;
        await confirm(context, `${what}\n${differenceText(differences)}\n`, options.yes === true);
        const outcome = await changing.carryOut(progress.reporter(text), signal);
        const document = { vault, name, ...outcome, policy: policyDocument(outcome.policy) };
        output.result({ policySet: document }, () => differenceText(outcome.differences));
        if (changing.isRenewedByAcme) {
          output.warn(
            `${text} is renewed through ACME, which sets issuer, subject, DNS names and extended key usages itself.`,
          );
        }
        return EXIT.done;
      });
    });
}
