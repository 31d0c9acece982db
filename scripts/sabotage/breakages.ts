import type { Breakage } from './breakage.ts';

/** The ways in which the product is broken on purpose, and the tests that must notice. */
export const breakages: readonly Breakage[] = [];
