import type { IncomingMessage } from 'node:http';
import type { LockBook } from '../arm/lock-book.ts';
import type { ResourceLock } from '../arm/resources.ts';
import type { RoleBook } from '../arm/role-book.ts';
import { ControlError, readNumber, readObject } from './json-http.ts';
import { route, type Route } from './route.ts';

/** What can be changed behind Azure's back. */
export interface AzureControl {
  readonly locks: LockBook;
  readonly roles: RoleBook;
}

export function azureRoutes({ locks, roles }: AzureControl): readonly Route[] {
  return [
    route('GET', /^\/locks$/, () => ({ body: locks.all() })),
    route('POST', /^\/locks$/, async ({ incoming }) => {
      locks.add(await readLock(incoming));
      return { status: 201, body: locks.all() };
    }),
    route('DELETE', /^\/locks$/, () => {
      locks.reset();
      return { body: locks.all() };
    }),
    route('PUT', /^\/role-assignments$/, async ({ incoming }) => {
      const delayMs = await readDelay(incoming);
      roles.setDelay(delayMs);
      return { body: { delayMs } };
    }),
  ];
}

const LEVELS = ['CanNotDelete', 'ReadOnly'] as const;

async function readLock(incoming: IncomingMessage): Promise<ResourceLock> {
  const body = await readObject(incoming, ['scope', 'level', 'name', 'notes']);
  const level = LEVELS.find((each) => each === body['level']);
  if (level === undefined) {
    throw new ControlError(400, `\`level\` is one of ${LEVELS.join(', ')}.`);
  }
  const { scope, name, notes } = body;
  if (typeof scope !== 'string' || !scope.startsWith('/subscriptions/')) {
    throw new ControlError(400, '`scope` is an ARM id.');
  }
  return {
    scope,
    level,
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof notes === 'string' ? { notes } : {}),
  };
}

async function readDelay(incoming: IncomingMessage): Promise<number> {
  const body = await readObject(incoming, ['delayMs']);
  const delayMs = readNumber(body['delayMs'], 'delayMs', 0, undefined);
  if (delayMs === undefined) throw new ControlError(400, '`delayMs` is missing.');
  return delayMs;
}
