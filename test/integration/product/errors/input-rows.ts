/** What is wrong with the words on the command line. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import { vaultUrl } from '../azure-caller.ts';
import { VAULT } from '../client.ts';
import type { Row } from './row.ts';
import { createArgs } from './scene.ts';

const TOO_MANY = Array.from({ length: 101 }, (_, n) => ['--dns', `n${n}.example.com`]).flat();

export const inputRows = {
  InvalidCertificateName: {
    exit: 2,
    says: '"w_w" cannot be the name of a certificate in Key Vault: only letters, digits and hyphens are allowed, at most 127 of them.',
    remedies: ['Choose a name such as www-example-com.'],
    provoke: (s) => s.run(...createArgs('w_w')),
  },
  InvalidVaultName: {
    exit: 2,
    says: '"1vault" cannot be the name of a vault: 3 to 24 letters, digits and single hyphens, beginning with a letter and not ending with a hyphen.',
    remedies: ['See which vaults there are. $ kvcert vaults'],
    provoke: (s) => s.run('show', '1vault/x'),
  },
  InvalidTarget: {
    exit: 2,
    says: '"no-slash" does not name a certificate: write VAULT/NAME, for example contoso-prod/www.',
    remedies: ['See which vaults there are. $ kvcert vaults'],
    provoke: (s) => s.run('show', 'no-slash'),
  },
  InvalidDnsName: {
    exit: 2,
    says: '"a_b.example.com" is not a DNS name that a certificate can be issued for: a certificate cannot hold a name with an underscore.',
    remedies: ['Write it like www.example.com, or *.example.com for a wildcard.'],
    provoke: (s) => s.create('--dns', 'a_b.example.com'),
  },
  TooManyDnsNames: {
    exit: 2,
    says: '101 DNS names are too many for one certificate: this CA and profile take 100.',
    remedies: ['Use a wildcard, or several certificates.'],
    provoke: (s) => s.create(...TOO_MANY),
  },
  NoDnsName: {
    exit: 2,
    says: 'A certificate needs at least one DNS name.',
    remedies: ['Name one or more with --dns, for example --dns example.com.'],
    provoke: (s) => s.run('create', `${VAULT}/${s.name}`),
  },
  InvalidKeyType: {
    exit: 2,
    says: '"ec-p999" is not a kind of key that can be asked for.',
    remedies: [
      'Choose one of rsa-2048, rsa-3072, rsa-4096, ec-p256, ec-p384, rsa-2048-hsm, rsa-3072-hsm, rsa-4096-hsm, ec-p256-hsm or ec-p384-hsm.',
    ],
    provoke: (s) => s.create('--key', 'ec-p999'),
  },
  HsmKeyNotExportable: {
    exit: 2,
    says: 'A key of kind rsa-2048-hsm never leaves the HSM in which it is made: it cannot be exported.',
    remedies: ['Leave --export out, or name a kind of key outside of an HSM: --key rsa-2048.'],
    provoke: (s) => s.create('--key', 'rsa-2048-hsm', '--export'),
  },
  KeyTypeRefusedByCa: {
    exit: 2,
    says: "Let's Encrypt does not sign ec-p521 keys.",
    remedies: ['Choose one of rsa-2048, rsa-3072, rsa-4096, ec-p256 or ec-p384.'],
    provoke: async (s) => {
      const key_props = { kty: 'EC', crv: 'P-521', key_size: 521, exportable: true };
      const url = vaultUrl(VAULT, `/certificates/${s.name}/policy`);
      await s.stranger.ask('PATCH', url, { key_props });
      return s.run('renew', `${VAULT}/${s.name}`, '--ca', 'letsencrypt');
    },
  },
  UnknownProfile: {
    exit: 2,
    says: 'Let\'s Encrypt offers no profile "seven".',
    remedies: ['Choose one of classic, shortlived or tlsserver, or leave --profile out.'],
    provoke: (s) => s.create('--profile', 'seven'),
  },
  NoRehearsal: {
    exit: 2,
    says: 'No other CA is known at which an issuance by acme.scripted.test could be rehearsed.',
    remedies: ['Name one with --rehearse-at CA, or do without.'],
    provoke: (s) => s.create('--ca', 'https://acme.scripted.test/directory', '--rehearse'),
  },
  InvalidCa: {
    exit: 2,
    says: '"ftp://ca.example" is neither a known CA nor the https URL of an ACME directory.',
    remedies: [
      "Choose one of letsencrypt, letsencrypt-staging, google, google-test, zerossl, sslcom-ecc, sslcom-rsa or actalis, or give the directory's URL.",
    ],
    provoke: (s) => s.create('--ca', 'ftp://ca.example'),
  },
  InvalidTag: {
    exit: 2,
    says: 'A tag needs a name.',
    remedies: [],
    provoke: (s) => s.create('--tag', '=web'),
  },
  InvalidPolicy: {
    exit: 2,
    says: 'Key Vault does not take this policy: x509_props.validity_months: 0 is not between 1 and 1200; issuer.cty: only a named issuer is asked for it, and the issuer is Self.',
    remedies: [
      'See what the policy of another certificate looks like: kvcert policy show VAULT/NAME --output json.',
    ],
    provoke: (s) =>
      s.run(
        ...['create', `${VAULT}/${s.name}`, '--issuer', 'self', '--subject', 'CN=example.com'],
        ...['--months', '0', '--cty', 'OV-SSL'],
      ),
  },
  InvalidNameServer: {
    exit: 2,
    says: '"ns1.example" is not the address of a name server: write ADDRESS or ADDRESS:PORT, for example 192.0.2.53:53 or [2001:db8::53]:53.',
    remedies: ['Several are separated by commas.'],
    provoke: (s) => s.create('--dns-servers', 'ns1.example'),
  },
  InvalidDohServer: {
    exit: 2,
    says: '"http://dns.example" is not the URL of a resolver over HTTPS: an https URL with its host and path is needed.',
    remedies: ['Several are separated by commas.'],
    provoke: (s) => s.create('--doh', 'http://dns.example'),
  },
  InvalidZoneId: {
    exit: 2,
    says: '"example.com" is not the resource id of a DNS zone: write /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Network/dnsZones/NAME.',
    remedies: [
      'Whoever may read the zone can look its id up. $ az network dns zone list --query "[].id" --output tsv',
      'Several are separated by commas.',
    ],
    provoke: (s) => s.create('--zone', 'example.com'),
  },
  InvalidUsage: {
    exit: 2,
    says: "Unknown option '--nmae'.",
    remedies: ['See the help. $ kvcert create --help'],
    provoke: (s) => s.create('--nmae', 'x'),
  },
  InvalidOption: {
    exit: 2,
    says: '"soon" is not a value for --expiring: a number of days.',
    remedies: ['See the help. $ kvcert list --help'],
    provoke: (s) => s.run('list', '--expiring', 'soon'),
  },
} satisfies Partial<Record<ErrorCode, Row>>;
