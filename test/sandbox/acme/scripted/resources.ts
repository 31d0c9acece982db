import { RESOURCES } from './rule.ts';

export type Resource = (typeof RESOURCES)[number];

const PATHS: Readonly<Record<Resource, RegExp>> = {
  directory: /^\/directory$/,
  newNonce: /^\/acme\/new-nonce$/,
  newAccount: /^\/acme\/new-account$/,
  newOrder: /^\/acme\/new-order$/,
  account: /^\/acme\/account\/\d+$/,
  order: /^\/acme\/order\/\d+$/,
  authorization: /^\/acme\/authorization\/\d+$/,
  challenge: /^\/acme\/challenge\/\d+$/,
  finalize: /^\/acme\/order\/\d+\/finalize$/,
  certificate: /^\/acme\/certificate\/\d+$/,
  renewalInfo: /^\/acme\/renewal-info\/[^/]+$/,
};

export function resourceAt(path: string): Resource | undefined {
  return RESOURCES.find((resource) => PATHS[resource].test(path));
}

/** Asked with GET or HEAD, without a signature (RFC 8555, 6.3; RFC 9773, 4.1). */
export function isPublic(resource: Resource): boolean {
  return ['directory', 'newNonce', 'renewalInfo'].includes(resource);
}
