import { isStringRecord, type JsonObject } from '../../arm/json.ts';
import { isText, isTexts, isTrueOrFalse, requireShape, type Shape } from './shape.ts';

export const SCRIPTED_CA_HOST = 'acme.scripted.test';
export const BASE = `https://${SCRIPTED_CA_HOST}`;

/** What the CA asks for and offers beyond the bare protocol; a test sets it. */
export interface CaSettings {
  readonly termsOfService?: string;
  readonly website?: string;
  readonly caaIdentities?: readonly string[];
  readonly profiles?: Readonly<Record<string, string>>;
  /** HMAC keys (base64url) by key id: set, every new account must be bound to one of them. */
  readonly externalAccounts?: Readonly<Record<string, string>>;
  /** Whether there is renewal information (RFC 9773). */
  readonly renewalInfo?: boolean;
}

/** RFC 8555, 7.1.1. No `newAuthz`, `keyChange` and `revokeCert`: they are optional at a CA. */
export function directoryDocument(settings: CaSettings): JsonObject {
  const { termsOfService, website, caaIdentities, profiles, externalAccounts } = settings;
  return {
    newNonce: `${BASE}/acme/new-nonce`,
    newAccount: `${BASE}/acme/new-account`,
    newOrder: `${BASE}/acme/new-order`,
    ...(settings.renewalInfo === true && { renewalInfo: `${BASE}/acme/renewal-info` }),
    meta: {
      ...(termsOfService !== undefined && { termsOfService }),
      ...(website !== undefined && { website }),
      ...(caaIdentities !== undefined && { caaIdentities }),
      ...(profiles !== undefined && { profiles }),
      ...(externalAccounts !== undefined && { externalAccountRequired: true }),
    },
  };
}

const SETTINGS: Shape<CaSettings> = {
  termsOfService: isText,
  website: isText,
  caaIdentities: isTexts,
  profiles: isStringRecord,
  externalAccounts: isStringRecord,
  renewalInfo: isTrueOrFalse,
};

/** @throws {ShapeError} */
export function readSettings(input: unknown): CaSettings {
  requireShape<CaSettings>(input, 'Settings', SETTINGS);
  return input;
}
