import type { ApiResponse } from '../api.ts';
import type { ArmContext } from './context.ts';
import { READ_QUOTA, WRITE_QUOTA, dnsError, dnsResponse } from './dns-response.ts';
import { ZONES } from './dns-zones.ts';
import { parseJsonObject } from './json.ts';
import type { ArmRequest, Operation } from './operation.ts';
import { readRecordSetChange, recordSetResource } from './record-set-body.ts';
import type { RecordSetChange } from './record-set-body.ts';
import { enterZone, recordTypeParam } from './record-set-scope.ts';
import type { Verb } from './record-set-scope.ts';
import type { RecordType } from './record-types.ts';
import type { RecordSet, Zone } from './zone-store.ts';

const PATH = `${ZONES}/{zoneName}/{recordType}/{relativeRecordSetName}`;

/** Azure DNS 2018-05-01, Record Sets: get, create or update, update, delete. */
export function recordSetOperations(context: ArmContext): readonly Operation[] {
  const on =
    (verb: Verb, handle: (target: Target, arm: ArmRequest) => ApiResponse) => (arm: ArmRequest) =>
      handle(target(context, arm, verb), arm);
  return [
    { method: 'GET', path: PATH, run: on('read', get) },
    { method: 'PUT', path: PATH, run: on('write', createOrUpdate) },
    { method: 'PATCH', path: PATH, run: on('write', update) },
    { method: 'DELETE', path: PATH, run: on('delete', remove) },
  ];
}

interface Target {
  readonly zone: Zone;
  readonly type: RecordType;
  readonly name: string;
  readonly existing: RecordSet | undefined;
}

function target(context: ArmContext, arm: ArmRequest, verb: Verb): Target {
  const type = recordTypeParam(arm);
  const name = arm.param('relativeRecordSetName');
  const zone = enterZone(context, arm, type, verb);
  return { zone, type, name, existing: zone.get(type, name) };
}

function get({ zone, existing }: Target, arm: ArmRequest): ApiResponse {
  if (existing === undefined) throw notFound(arm);
  return shown(200, zone, existing, READ_QUOTA);
}

function createOrUpdate(target: Target, arm: ArmRequest): ApiResponse {
  const { zone, type, name, existing } = target;
  const { ttl, records, metadata } = change(target, arm);
  checkPreconditions(target, arm);
  checkCnameIsAlone(target);
  if (ttl === undefined || (type === 'SOA' && name !== '@')) {
    throw dnsError(400, 'BadRequest', 'The request was invalid.');
  }
  const written = zone.put({
    name,
    type,
    ttl,
    records: records ?? [],
    ...(metadata === undefined ? {} : { metadata }),
  });
  return shown(existing === undefined ? 201 : 200, zone, written, WRITE_QUOTA);
}

/** Members that the body does not name stay as they are. */
function update(target: Target, arm: ArmRequest): ApiResponse {
  const { zone, existing } = target;
  if (existing === undefined) throw notFound(arm);
  const changed = change(target, arm);
  checkPreconditions(target, arm);
  return shown(200, zone, zone.put({ ...existing, ...changed }), WRITE_QUOTA);
}

function remove(target: Target, arm: ArmRequest): ApiResponse {
  const { zone, type, name, existing } = target;
  if (type === 'SOA' || (type === 'NS' && name === '@')) {
    throw dnsError(400, 'BadRequest', `Records of type '${type}' cannot be deleted.`);
  }
  const headers = { 'Cache-Control': 'private', ...WRITE_QUOTA };
  if (existing === undefined) return { status: 204, headers };
  checkPreconditions(target, arm);
  zone.remove(type, name);
  return { status: 200, headers };
}

function shown(
  status: number,
  zone: Zone,
  recordSet: RecordSet,
  quota: Readonly<Record<string, string>>,
): ApiResponse {
  const headers = { ...quota, ETag: recordSet.etag };
  return dnsResponse(status, recordSetResource(zone, recordSet), headers);
}

function change({ zone, type, name }: Target, arm: ArmRequest): RecordSetChange {
  const read = readRecordSetChange(zone, type, name, parseJsonObject(arm.request.body));
  if (typeof read === 'string') throw dnsError(400, 'BadRequest', read);
  return read;
}

/** `If-None-Match: *` and `If-Match`; ETags stand in both without quotes, as the service sends them. */
function checkPreconditions({ name, existing }: Target, arm: ArmRequest): void {
  const ifMatch = arm.request.headers['if-match'];
  if (arm.request.headers['if-none-match'] === '*' && existing !== undefined) {
    throw preconditionFailed(
      `The Record set ${name} exists already and hence cannot be created again.`,
    );
  }
  if (ifMatch === undefined || ifMatch === existing?.etag) return;
  if (ifMatch === '*' && existing !== undefined) return;
  throw preconditionFailed(`The Record set ${name} has been modified (etag mismatch).`);
}

/** Texts quoted in MicrosoftDocs/azure-docs#85496 and rcl-letsencrypt-auto-ssl/Lets-Encrypt-Auto#26. */
function checkCnameIsAlone({ zone, type, name }: Target): void {
  const others = zone
    .recordSets()
    .filter((each) => each.name.toLowerCase() === name.toLowerCase() && each.type !== type);
  if (type === 'CNAME' && others.length > 0) {
    throw dnsError(
      409,
      'Conflict',
      'The CNAME record could not be created because another record with the same name already exists in this zone.',
    );
  }
  if (others.some((each) => each.type === 'CNAME')) {
    throw dnsError(
      409,
      'Conflict',
      'The record could not be created because a CNAME record with the same name already exists in this zone.',
    );
  }
}

function preconditionFailed(message: string): Error {
  return dnsError(412, 'PreconditionFailed', message);
}

function notFound(arm: ArmRequest): Error {
  return dnsError(
    404,
    'NotFound',
    `The resource record '${arm.param('relativeRecordSetName')}' does not exist in resource group '${arm.param('resourceGroupName')}' of subscription '${arm.param('subscriptionId')}'.`,
  );
}
