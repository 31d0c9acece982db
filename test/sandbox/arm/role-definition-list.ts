import type { ApiResponse } from '../api.ts';
import type { RoleName } from '../principals.ts';
import { armError } from './arm-errors.ts';
import type { ArmContext } from './context.ts';
import { checkScope } from './context.ts';
import type { JsonObject } from './json.ts';
import type { ArmRequest, Operation } from './operation.ts';
import { ROLE_DEFINITIONS, roleNamed } from './role-definitions.ts';
import { authorize } from './roles.ts';

const TYPE = 'Microsoft.Authorization/roleDefinitions';

/** Microsoft.Authorization 2022-04-01, Role Definitions: list, get. */
export function roleDefinitionOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: `{+scope}/providers/${TYPE}`,
      run: (arm) => {
        const scope = arm.param('scope');
        checkScope(context, arm, scope);
        authorize(arm.caller.principal, `${TYPE}/read`, scope);
        const value = namesAsked(arm.query('$filter')).map((name) => definition(name, scope));
        return { status: 200, body: { value } };
      },
    },
    { method: 'GET', path: `/providers/${TYPE}/{id}`, run: (arm) => one(arm, '') },
    {
      method: 'GET',
      path: `{+scope}/providers/${TYPE}/{id}`,
      run: (arm) => {
        const scope = arm.param('scope');
        checkScope(context, arm, scope);
        authorize(arm.caller.principal, `${TYPE}/read`, scope);
        return one(arm, scope);
      },
    },
  ];
}

/** ARM id of a role, as assignments in a subscription name it. */
export function roleDefinitionId(role: RoleName, scope: string): string {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return `${subscription}/providers/${TYPE}/${ROLE_DEFINITIONS[role].id}`;
}

function one(arm: ArmRequest, scope: string): ApiResponse {
  const name = roleNamed(arm.param('id'));
  if (name === undefined) {
    throw armError(
      404,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${arm.param('id').replaceAll('-', '')}' does not exist.`,
    );
  }
  return { status: 200, body: definition(name, scope) };
}

/** @throws ApiError 400 for a filter that is not built here */
function namesAsked(filter: string | undefined): readonly RoleName[] {
  const names = Object.keys(ROLE_DEFINITIONS) as RoleName[];
  if (filter === undefined) return names;
  const [, field, text] = /^\s*(roleName|type) eq '([^']*)'\s*$/i.exec(filter) ?? [];
  if (field === undefined || text === undefined) {
    throw armError(400, 'BadRequest', `The filter '${filter}' is not supported.`);
  }
  return names.filter((name) =>
    field.toLowerCase() === 'type' ? ROLE_DEFINITIONS[name].type === text : name === text,
  );
}

function definition(name: RoleName, scope: string): JsonObject {
  const { id, type, actions, notActions, dataActions, notDataActions } = ROLE_DEFINITIONS[name];
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '/';
  return {
    properties: {
      roleName: name,
      type,
      description: `${name}.`,
      assignableScopes: [type === 'BuiltInRole' ? '/' : subscription],
      permissions: [{ actions, notActions, dataActions, notDataActions }],
      createdOn: '2015-02-02T21:55:09.8806423Z',
      updatedOn: '2021-11-11T20:13:47.8628684Z',
      createdBy: null,
      updatedBy: null,
    },
    id: roleDefinitionId(name, scope),
    type: TYPE,
    name: id,
  };
}
