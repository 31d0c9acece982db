/** An option and its `--no-`: the parser would believe the last of them, whatever was meant. */
import type { Command } from 'commander';
import { CertError } from '../domain/errors.ts';

/** From now on, in the command and all those below it, giving both is wrong usage. */
export function refuseContradictions(command: Command): void {
  for (const below of command.commands) refuseContradictions(below);
  for (const negative of command.options.filter((option) => option.negate)) {
    const member = negative.attributeName();
    const positive = command.options.find(
      (option) => !option.negate && option.attributeName() === member,
    );
    if (positive === undefined) continue;
    const given = new Set<string>();
    for (const option of [positive, negative]) {
      command.on(`option:${option.name()}`, () => {
        given.add(option.name());
        if (given.size < 2) return;
        const names = [positive, negative].map(({ long }) => long ?? '').join(' and ');
        const message = `Both ${names} are given: choose one of them.`;
        throw new CertError('InvalidUsage', { message });
      });
    }
  }
}
