/** Paths and ports of one Pebble. */
export interface PebbleConfigOptions {
  readonly port: number;
  readonly managementPort: number;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  /** HMAC keys (base64url) by kid; where there are any, accounts have to be bound to one. */
  readonly externalAccounts?: Readonly<Record<string, string>> | undefined;
}

const DAY = 86_400;

/**
 * Pebble's configuration file, with Let's Encrypt's profiles and their lifetimes of mid-2026
 * (https://letsencrypt.org/docs/profiles/), in seconds.
 */
export function createPebbleConfig(options: PebbleConfigOptions): object {
  return {
    pebble: {
      listenAddress: `127.0.0.1:${options.port}`,
      managementListenAddress: `127.0.0.1:${options.managementPort}`,
      certificate: options.certificateFile,
      privateKey: options.privateKeyFile,
      // Only dns-01 is used; nothing listens for the other challenges.
      httpPort: 5002,
      tlsPort: 5001,
      ocspResponderURL: '',
      externalAccountBindingRequired: options.externalAccounts !== undefined,
      externalAccountMACKeys: options.externalAccounts ?? {},
      caaIdentities: ['letsencrypt.org'],
      domainBlocklist: ['blocked-domain.example'],
      retryAfter: { authz: 1, order: 1 },
      keyAlgorithm: 'ecdsa',
      profiles: {
        classic: {
          description: 'The profile that everybody knows: 90 days, common name',
          validityPeriod: 90 * DAY,
          promoteCommonName: true,
        },
        tlsserver: { description: '45 days, no common name', validityPeriod: 45 * DAY },
        shortlived: { description: '160 hours, no common name', validityPeriod: 576_000 },
      },
    },
  };
}
