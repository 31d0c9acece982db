import { outliveBrokenStreams } from './cli/broken-streams.ts';
import { runCli } from './cli/program.ts';
import packageJson from '../package.json' with { type: 'json' };

outliveBrokenStreams(process);
void runCli({ process, version: packageJson.version }, process.argv.slice(2)).then((exitCode) => {
  process.exitCode ??= exitCode;
});
