import type { ArmContext } from './context.ts';
import type { Operation } from './operation.ts';

/** Microsoft.Resources 2022-12-01, Tenants - List: those that know the caller, whichever of them the token is for. */
export function tenantOperations({ world }: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '/tenants',
      run: ({ caller }) => ({
        status: 200,
        body: {
          value: world.tenants
            .filter(({ tenantId }) => (caller.tenantIds ?? [caller.tenantId]).includes(tenantId))
            .map((tenant) => ({
              id: `/tenants/${tenant.tenantId}`,
              tenantId: tenant.tenantId,
              countryCode: 'US',
              displayName: tenant.displayName,
              domains: [tenant.defaultDomain],
              tenantCategory: 'Home',
              defaultDomain: tenant.defaultDomain,
              tenantType: 'AAD',
            })),
        },
      }),
    },
  ];
}
