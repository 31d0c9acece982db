import type { RoleName } from '../principals.ts';
import { assign } from '../world-parts.ts';
import { vaultId, type World, type WorldVault } from '../world.ts';

/** The data role in more vaults of Contoso of those who have one in its others. */
const ROLES: Readonly<Record<string, RoleName>> = {
  operator: 'Key Vault Certificates Officer',
  stranger: 'Key Vault Certificates Officer',
  auditor: 'Key Vault Certificate User',
  'operator@contoso.com': 'Key Vault Certificates Officer',
};

/** The world with more vaults in Contoso, and the same people at work in them as in the others. */
export function withVaults(world: World, vaults: readonly WorldVault[]): World {
  const more = (name: string) => {
    const role = ROLES[name];
    return role === undefined ? [] : vaults.map((vault) => assign(role, vaultId(vault)));
  };
  return {
    ...world,
    vaults: [...world.vaults, ...vaults],
    principals: world.principals.map((principal) => ({
      ...principal,
      roles: [...principal.roles, ...more(principal.name)],
    })),
    users: world.users.map((user) => {
      const [home, ...guests] = user.accounts;
      return {
        ...user,
        accounts: [{ ...home, roles: [...home.roles, ...more(user.upn)] }, ...guests],
      };
    }),
  };
}
