import { runCli } from './cli/program.ts';
import packageJson from '../package.json' with { type: 'json' };

void runCli({ process, version: packageJson.version }, process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
