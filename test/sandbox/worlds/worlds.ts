import { randomBytes } from 'node:crypto';
import { createDefaultWorld } from '../default-world.ts';
import type { World } from '../world.ts';
import { bigWorld } from './big.ts';
import { delegationsWorld } from './delegations.ts';
import { livedInWorld } from './lived-in.ts';

export type WorldName = (typeof WORLD_NAMES)[number];

export const WORLD_NAMES = ['default', 'lived-in', 'big', 'delegations'] as const;

/** Makes another world of the default one; `now` is the sandbox's time in milliseconds. */
export type WorldMaker = (defaults: World, now: number) => World | Promise<World>;

export async function createWorld(
  source: WorldName | WorldMaker = 'default',
  now: number,
): Promise<World> {
  const defaults = createDefaultWorld(() => randomBytes(24).toString('base64url'));
  if (typeof source === 'function') return source(defaults, now);
  switch (source) {
    case 'default':
      return defaults;
    case 'lived-in':
      return livedInWorld(defaults, now);
    case 'big':
      return bigWorld(defaults, now);
    case 'delegations':
      return delegationsWorld(defaults);
  }
}
