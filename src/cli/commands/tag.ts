import type { Command } from 'commander';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import type { Tag } from '../../domain/owner-tags.ts';
import { repeated, withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { tagsOf } from '../issuance-options.ts';
import type { RunCommand } from '../run-command.ts';
import { fields } from '../table.ts';

interface TagOptions extends CommonOptions {
  readonly set?: readonly Tag[];
  readonly remove?: readonly string[];
}

export function addTagCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('tag'))
    .summary('set and remove tags of a certificate')
    .description(
      'Sets and removes tags of a certificate, on its newest version, from which the next one takes them over. Tags that are not named stay.',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .option(
      '--set <name=value>',
      'a tag, in place of one of that name; may be repeated',
      tagsOf('--set'),
    )
    .option('--remove <name>', 'a tag that is to go; may be repeated', repeated)
    .action((text: string, options: TagOptions) => {
      const place = parseCertificateTarget(text);
      const { set = [], remove = [] } = options;
      if (set.length + remove.length === 0) {
        throw new CertError('InvalidUsage', { message: 'Name a tag with --set or --remove.' });
      }
      return run(options, undefined, async ({ engine, output, signal }) => {
        const changed = await engine.upkeep.changeTags(place, { set, remove }, signal);
        const tags = Object.entries(changed.tags);
        output.result({ tagged: changed }, () =>
          tags.length === 0 ? `${text} has no tags.` : fields(tags),
        );
        return EXIT.done;
      });
    });
}
