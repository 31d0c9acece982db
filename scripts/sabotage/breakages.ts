import type { Breakage } from './breakage.ts';
import { engineBreakages } from './engine-breakages.ts';
import { extensionBreakages } from './extension-breakages.ts';
import { renewalBreakages } from './renewal-breakages.ts';
import { upkeepBreakages } from './upkeep-breakages.ts';

/** The ways in which the product is broken on purpose, and the tests that must notice. */
export const breakages: readonly Breakage[] = [
  ...engineBreakages,
  ...renewalBreakages,
  ...upkeepBreakages,
  ...extensionBreakages,
];
