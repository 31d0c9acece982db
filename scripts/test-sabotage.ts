/**
 * `npm run test:sabotage`: breaks the product on purpose, one thing at a time, and shows which test
 * turns red. Exit code 1 if a breakage goes unnoticed.
 */
import { resolve } from 'node:path';
import { breakages } from './sabotage/breakages.ts';
import { sabotage } from './sabotage/sabotage.ts';
import { closingLine, exitCode } from './test-run/outcome.ts';

const root = resolve(import.meta.dirname, '..');
const outcome = await sabotage(root, breakages, (line) => {
  console.log(line);
});
console.log(closingLine(outcome));
process.exitCode = exitCode(outcome);
