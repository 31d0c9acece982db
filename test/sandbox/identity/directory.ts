import type { Identity, Principal, User } from '../principals.ts';
import { identityOf } from '../principals.ts';
import { tenantsOf, type World, type WorldTenant } from '../world.ts';

/** All tenants with everybody in them, as Entra knows them. */
export interface Directory {
  /** The applications' own tenant first. */
  readonly tenants: readonly [WorldTenant, ...WorldTenant[]];
  readonly principals: readonly Principal[];
  readonly users: readonly User[];
}

export function directoryOf(world: World): Directory {
  return { tenants: tenantsOf(world), principals: world.principals, users: world.users };
}

/** By id or default domain, as both stand in the URLs of the login endpoint. */
export function findTenant({ tenants }: Directory, name: string): WorldTenant | undefined {
  const wanted = name.toLowerCase();
  return tenants.find(({ id, domain }) => id === wanted || domain === wanted);
}

export function findUser({ users }: Directory, upn: string): User | undefined {
  return users.find((user) => user.upn === upn.toLowerCase());
}

/** Everybody who can be the bearer of a token; a user once for each tenant. */
export function identitiesOf({ principals, users }: Directory): readonly Identity[] {
  const people = users.flatMap((user) => user.accounts.map((account) => identityOf(user, account)));
  return [...principals, ...people];
}
