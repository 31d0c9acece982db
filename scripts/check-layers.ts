import { checkLayers } from './layers/check.ts';

const { modules, problems } = await checkLayers(import.meta.dirname + '/..');
for (const problem of problems) {
  console.error(problem);
}
console.log(`${modules} modules seen, ${problems.length} problems with layers`);
process.exitCode = problems.length === 0 ? 0 : 1;
