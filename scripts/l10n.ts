/**
 * Collects what the product says to people.
 *
 *   node scripts/l10n.ts                  writes l10n/bundle.l10n.json
 *   node scripts/l10n.ts --check          fails where that is not up to date
 *   node scripts/l10n.ts --pseudo FOLDER  adds the pseudo-locale to the unpacked extension there
 *
 * Words that no translator would find are a failure in each case.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLE, bundleProblems, readLanguage, writeBundle } from './l10n/bundle.ts';
import { writePseudoLocale } from './l10n/pseudo.ts';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, pseudo: { type: 'string' } },
});

const { messages, problems } = readLanguage(root);
const found = [...problems, ...(values.check ? await bundleProblems(root, messages) : [])];
if (values.pseudo !== undefined) await writePseudoLocale(root, messages, values.pseudo);
else if (!values.check) await writeBundle(root, messages);

for (const problem of found) console.error(problem);
if (values.check && found.some((problem) => problem.startsWith(BUNDLE))) {
  console.error('Write it with npm run l10n.');
}
console.log(`${messages.length} messages seen, ${found.length} problems with language`);
process.exitCode = found.length === 0 ? 0 : 1;
