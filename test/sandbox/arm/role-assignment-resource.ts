import type { JsonObject } from './json.ts';
import type { RoleRecord } from './role-book.ts';
import { CONDITION_VERSION } from './role-condition.ts';
import { roleDefinitionId } from './role-definition-list.ts';

/** An assignment as ARM shows it: members as recorded in 2019, with those that came later. */
export function shownAssignment(record: RoleRecord): JsonObject {
  const { name, scope, role, principalId, principalType, condition, createdBy } = record;
  const created = new Date(record.createdAt).toISOString();
  return {
    properties: {
      roleDefinitionId: roleDefinitionId(role, scope),
      principalId,
      principalType,
      scope,
      condition: condition ?? null,
      conditionVersion: condition === undefined ? null : CONDITION_VERSION,
      createdOn: created,
      updatedOn: created,
      createdBy: createdBy ?? '',
      updatedBy: createdBy ?? '',
      delegatedManagedIdentityResourceId: null,
      description: null,
    },
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    type: 'Microsoft.Authorization/roleAssignments',
    name,
  };
}
