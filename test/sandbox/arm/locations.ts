import { subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import type { Operation } from './operation.ts';
import { authorizationFailed, hasAccessWithin } from './roles.ts';

interface Location {
  readonly name: string;
  readonly displayName: string;
  readonly geography: string;
}

/** As many of Azure's regions as the sandbox's worlds need. */
export const LOCATIONS: readonly Location[] = [
  location('westeurope', 'West Europe', 'Europe'),
  location('northeurope', 'North Europe', 'Europe'),
  location('germanywestcentral', 'Germany West Central', 'Germany'),
  location('swedencentral', 'Sweden Central', 'Sweden'),
  location('uksouth', 'UK South', 'United Kingdom'),
  location('eastus', 'East US', 'United States'),
  location('eastus2', 'East US 2', 'United States'),
  location('westus2', 'West US 2', 'United States'),
  location('southcentralus', 'South Central US', 'United States'),
];

/** Microsoft.Resources, Subscriptions - List Locations. */
export function locationOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/locations',
      run: (arm) => {
        const { subscriptionId } = subscriptionOf(context, arm);
        const scope = `/subscriptions/${subscriptionId}`;
        if (!hasAccessWithin(arm.caller.principal, scope)) {
          const action = 'Microsoft.Resources/subscriptions/locations/read';
          throw authorizationFailed(arm.caller.principal, action, scope);
        }
        const value = LOCATIONS.map(({ name, displayName, geography }) => ({
          id: `${scope}/locations/${name}`,
          name,
          displayName,
          regionalDisplayName: displayName,
          metadata: { regionType: 'Physical', regionCategory: 'Recommended', geography },
        }));
        return { status: 200, body: { value } };
      },
    },
  ];
}

function location(name: string, displayName: string, geography: string): Location {
  return { name, displayName, geography };
}
