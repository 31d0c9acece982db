/** The order of options in the help: a command's own come first, then those that all commands take. */
import { type Command, type HelpConfiguration, Option } from 'commander';

/** Where commander puts what has no heading. */
const OWN = 'Options:';
const AUTHORITY = 'Certificate authority:';
/** Where an option stands that several commands have, and another one means otherwise: `--zone`. */
export const CHALLENGES = 'Challenges and name servers:';
const SIGN_IN = 'Sign-in:';
const OUTPUT = 'Output:';

/** Options of what Key Vault itself has issued. */
export const WITHOUT_ACME = 'Without ACME:';

const HEADINGS: readonly string[] = [OWN, WITHOUT_ACME, AUTHORITY, CHALLENGES, SIGN_IN, OUTPUT];

const SHARED: Readonly<Record<string, string>> = {
  '--agree-terms': AUTHORITY,
  '--ca-root': AUTHORITY,
  '--dns-servers': CHALLENGES,
  '--doh': CHALLENGES,
  '--propagation-wait': CHALLENGES,
  '--room-wait': CHALLENGES,
  '--auth': SIGN_IN,
  '--cloud': SIGN_IN,
  '--output': OUTPUT,
  '--quiet': OUTPUT,
  '--verbose': OUTPUT,
};

export const HELP: HelpConfiguration = {
  groupItems<T extends Command | Option>(
    _unsorted: T[],
    visible: T[],
    headingOf: (item: T) => string,
  ): Map<string, T[]> {
    const groups = Map.groupBy(visible, (item) => sharedHeading(item) ?? headingOf(item));
    const place = (heading: string): number => HEADINGS.indexOf(heading);
    return new Map([...groups].toSorted(([a], [b]) => place(a) - place(b)));
  },
};

function sharedHeading(item: Command | Option): string | undefined {
  return item instanceof Option ? SHARED[item.long ?? ''] : undefined;
}
