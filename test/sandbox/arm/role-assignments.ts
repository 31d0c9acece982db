import type { ApiResponse } from '../api.ts';
import type { RoleName } from '../principals.ts';
import { armError } from './arm-errors.ts';
import type { ArmContext } from './context.ts';
import { checkScope } from './context.ts';
import { isJsonObject, parseJsonObject } from './json.ts';
import type { ArmRequest, Operation } from './operation.ts';
import { shownAssignment } from './role-assignment-resource.ts';
import { filterRecords } from './role-assignment-filter.ts';
import type { Member, PrincipalType, RoleRecord } from './role-book.ts';
import { mayPassOn } from './role-condition.ts';
import { roleNamed } from './role-definitions.ts';
import { authorize, conditionNotFulfilled } from './roles.ts';

const TYPE = 'Microsoft.Authorization/roleAssignments';
const PATH = `{+scope}/providers/${TYPE}`;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Microsoft.Authorization 2022-04-01, Role Assignments: list for a scope, get, create, delete. */
export function roleAssignmentOperations(context: ArmContext): readonly Operation[] {
  const on =
    (verb: 'read' | 'write' | 'delete', handle: (target: Target) => ApiResponse) =>
    (arm: ArmRequest) => {
      const scope = arm.param('scope');
      checkScope(context, arm, scope);
      authorize(arm.caller.principal, `${TYPE}/${verb}`, scope);
      return handle({ context, arm, scope });
    };
  return [
    { method: 'GET', path: PATH, run: on('read', list) },
    { method: 'GET', path: `${PATH}/{name}`, run: on('read', get) },
    { method: 'PUT', path: `${PATH}/{name}`, run: on('write', create) },
    { method: 'DELETE', path: `${PATH}/{name}`, run: on('delete', remove) },
  ];
}

interface Target {
  readonly context: ArmContext;
  readonly arm: ArmRequest;
  readonly scope: string;
}

function list({ context, arm, scope }: Target): ApiResponse {
  const records = context.roles.list(scope).filter(({ isEligible }) => !isEligible);
  const asked = filterRecords(records, scope, arm.query('$filter'), context.roles.members);
  return { status: 200, body: { value: asked.map(shownAssignment) } };
}

function get(target: Target): ApiResponse {
  const record = find(target);
  if (record === undefined) {
    const name = target.arm.param('name');
    throw armError(
      404,
      'RoleAssignmentNotFound',
      `The role assignment '${name.replaceAll('-', '')}' is not found.`,
    );
  }
  return { status: 200, body: shownAssignment(record) };
}

/** It is kept at once, and felt some seconds later. */
function create(target: Target): ApiResponse {
  const { context, arm, scope } = target;
  const { role, member, type } = readAssignment(target);
  const { principal } = arm.caller;
  if (!mayPassOn(principal, `${TYPE}/write`, scope, role)) {
    throw conditionNotFulfilled(principal, `${TYPE}/write`, scope);
  }
  const record: RoleRecord = {
    name: arm.param('name').toLowerCase(),
    scope,
    role,
    principalId: member,
    principalType: type,
    isEligible: false,
    createdBy: principal.objectId,
    createdAt: context.now(),
  };
  const existing = find(target);
  if (existing !== undefined) {
    if (isSame(existing, record)) return { status: 200, body: shownAssignment(existing) };
    throw armError(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
  }
  const twin = context.roles.list(scope).find((each) => !each.isEligible && isSame(each, record));
  if (twin !== undefined) {
    throw armError(
      409,
      'RoleAssignmentExists',
      `The role assignment already exists. The ID of the existing role assignment is ${twin.name.replaceAll('-', '')}.`,
    );
  }
  context.roles.add(record);
  return { status: 201, body: shownAssignment(record) };
}

/** 204 where there is none. */
function remove(target: Target): ApiResponse {
  const { context, arm, scope } = target;
  const record = find(target);
  if (record === undefined) return { status: 204 };
  if (!mayPassOn(arm.caller.principal, `${TYPE}/delete`, scope, record.role)) {
    throw conditionNotFulfilled(arm.caller.principal, `${TYPE}/delete`, scope);
  }
  context.roles.remove(record);
  return { status: 200, body: shownAssignment(record) };
}

function find({ context, arm, scope }: Target): RoleRecord | undefined {
  const name = arm.param('name').toLowerCase();
  return context.roles
    .list(scope)
    .find((each) => each.name === name && each.scope.toLowerCase() === scope.toLowerCase());
}

function isSame(a: RoleRecord, b: RoleRecord): boolean {
  return (
    a.role === b.role &&
    a.principalId === b.principalId &&
    a.scope.toLowerCase() === b.scope.toLowerCase()
  );
}

/** @throws ApiError 400 for a body that does not name a role and somebody of the caller's tenant */
function readAssignment({ context, arm }: Target): {
  readonly role: RoleName;
  /** Object id. */
  readonly member: string;
  readonly type: PrincipalType;
} {
  if (!GUID.test(arm.param('name'))) {
    throw armError(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${arm.param('name')}' is not valid. The role assignment ID must be a GUID.`,
    );
  }
  const properties = parseJsonObject(arm.request.body)?.['properties'];
  const { roleDefinitionId, principalId } = isJsonObject(properties) ? properties : {};
  if (typeof roleDefinitionId !== 'string' || typeof principalId !== 'string') {
    throw armError(400, 'InvalidRequestContent', 'The request content was invalid.');
  }
  const definition = roleDefinitionId.split('/').at(-1) ?? '';
  const role = roleNamed(definition);
  if (role === undefined) {
    throw armError(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${definition.replaceAll('-', '')}' does not exist.`,
    );
  }
  const type = typeOf(principalId, arm.caller.tenantId, context.roles.members);
  if (type === undefined) throw principalNotFound(principalId, arm.caller.tenantId);
  return { role, member: principalId.toLowerCase(), type };
}

/** undefined for an object id that the tenant's directory does not know. */
function typeOf(
  objectId: string,
  tenantId: string,
  members: readonly Member[],
): PrincipalType | undefined {
  const wanted = objectId.toLowerCase();
  const inTenant = members.filter((member) => member.tenantId === tenantId);
  const found = inTenant.find(({ identity }) => identity.objectId === wanted);
  if (found !== undefined) return found.type;
  return inTenant.some(({ identity }) => identity.roles.some(({ group }) => group === wanted))
    ? 'Group'
    : undefined;
}

/** Quoted in Azure/HubAndSpokeResearchEnclave#50. */
function principalNotFound(principalId: string, tenantId: string): Error {
  return armError(
    400,
    'PrincipalNotFound',
    `Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
  );
}
