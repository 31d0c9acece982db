import type { IncomingMessage } from 'node:http';
import { EFFECTS, type SignInEffect, type SignInRule } from '../identity/sign-in-rule.ts';
import type { UserTokenRequest } from '../identity/user-tokens.ts';
import { ControlError, readNumber, readObject } from './json-http.ts';

/** The body of `POST /tokens`. */
export async function readTokenRequest(incoming: IncomingMessage): Promise<UserTokenRequest> {
  const body = await readObject(incoming, [
    'user',
    'tenant',
    'scopes',
    'claims',
    'interactive',
    'lifetimeSeconds',
  ]);
  const user = optionalText(body, 'user');
  if (user === undefined) throw new ControlError(400, '`user` is missing.');
  const { scopes, interactive = false } = body;
  if (!isTexts(scopes)) throw new ControlError(400, '`scopes` is a list of strings.');
  if (typeof interactive !== 'boolean') {
    throw new ControlError(400, '`interactive` is true or false.');
  }
  const tenant = optionalText(body, 'tenant');
  const claims = optionalText(body, 'claims');
  const lifetime = readNumber(body['lifetimeSeconds'], 'lifetimeSeconds', 1, undefined);
  return {
    user,
    scopes,
    interactive,
    ...(tenant === undefined ? {} : { tenant }),
    ...(claims === undefined ? {} : { claims }),
    ...(lifetime === undefined ? {} : { lifetime }),
  };
}

/** The body of `POST /sign-in-rules`. */
export async function readSignInRule(incoming: IncomingMessage): Promise<SignInRule> {
  const members = ['effect', 'user', 'tenant', 'resource', 'needs', 'interactive', 'seconds'];
  const body = await readObject(incoming, members);
  const effect = oneOf<SignInEffect>(body, 'effect', EFFECTS);
  if (effect === undefined) throw new ControlError(400, '`effect` is missing.');
  const user = optionalText(body, 'user');
  const tenant = optionalText(body, 'tenant');
  const resource = oneOf(body, 'resource', ['arm', 'keyvault'] as const);
  const needs = oneOf(body, 'needs', ['nothing', 'interaction'] as const);
  const interactive = oneOf(body, 'interactive', ['works', 'refused'] as const);
  const seconds = readNumber(body['seconds'], 'seconds', 1, undefined);
  if ((effect === 'lifetime') !== (seconds !== undefined)) {
    throw new ControlError(400, '`seconds` belongs to the effect `lifetime`.');
  }
  return {
    effect,
    ...(user === undefined ? {} : { user }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(resource === undefined ? {} : { resource }),
    ...(needs === undefined ? {} : { needs }),
    ...(interactive === undefined ? {} : { interactive }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

type Body = Readonly<Record<string, unknown>>;

function optionalText(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new ControlError(400, `\`${name}\` is a string.`);
}

function oneOf<Text extends string>(
  body: Body,
  name: string,
  allowed: readonly Text[],
): Text | undefined {
  const value = optionalText(body, name);
  const found = allowed.find((each) => each === value);
  if (value !== undefined && found === undefined) {
    throw new ControlError(400, `\`${name}\` is one of ${allowed.join(', ')}.`);
  }
  return found;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
