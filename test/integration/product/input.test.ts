import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { issuedBy, refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, describeRequest, requestsDuring } from './requests.ts';

const TARGET = 'contoso-prod/www';
const DNS = ['--dns', 'www.example.com'];
const PRIVATE_ZONE =
  '/subscriptions/11111111-0a0a-4b0b-8c0c-000000000001/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/example.com';
const label = 'a'.repeat(63);
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ['--dns', `n${String(index)}.example.com`]).flat();

/** Command lines that are wrong in themselves, with the error's code and what it is to mention. */
const WRONG: readonly (readonly [string, RegExp, ...string[]])[] = [
  ['InvalidTarget', /contoso-prod/, 'create', 'contoso-prod', ...DNS],
  ['InvalidTarget', /a\/b\/c/, 'create', 'a/b/c', ...DNS],
  ['InvalidTarget', /""/, 'renew', ''],
  ['InvalidVaultName', /"v"/, 'create', 'v/www', ...DNS],
  ['InvalidVaultName', /contoso--prod/, 'renew', 'contoso--prod/www'],
  ['InvalidVaultName', /evil\.example/, 'show', 'evil.example/www'],
  ['InvalidVaultName', /vault\.azure\.net#/, 'list', '--vault', 'x.vault.azure.net#'],
  ['InvalidCertificateName', /a_b/, 'create', 'contoso-prod/a_b', ...DNS],
  ['InvalidCertificateName', /127/, 'create', `contoso-prod/${'x'.repeat(128)}`, ...DNS],
  ['InvalidCertificateName', /%2e/i, 'show', 'contoso-prod/%2e%2e'],
  ['NoDnsName', /at least one/, 'create', TARGET],
  ['InvalidDnsName', /empty/, 'create', TARGET, '--dns', ''],
  ['InvalidDnsName', /underscore/, 'create', TARGET, '--dns', 'a_b.example.com'],
  ['InvalidDnsName', /last label is a number/, 'create', TARGET, '--dns', '192.0.2.1'],
  ['InvalidDnsName', /address/, 'create', TARGET, '--dns', '2001:db8::1'],
  ['InvalidDnsName', /two labels/, 'create', TARGET, '--dns', 'localhost'],
  ['InvalidDnsName', /first label/, 'create', TARGET, '--dns', 'a.*.example.com'],
  ['InvalidDnsName', /first label/, 'create', TARGET, '--dns', '*.*.example.com'],
  ['InvalidDnsName', /first label/, 'create', TARGET, '--dns', 'w*.example.com'],
  ['InvalidDnsName', /" "/, 'create', TARGET, '--dns', 'exa mple.com'],
  ['InvalidDnsName', /empty label/, 'create', TARGET, '--dns', 'a..example.com'],
  ['InvalidDnsName', /63 characters/, 'create', TARGET, '--dns', `${label}a.example.com`],
  ['InvalidDnsName', /253/, 'create', TARGET, '--dns', `${`${label}.`.repeat(4)}example.com`],
  ['InvalidDnsName', /inner hyphens/, 'create', TARGET, '--dns', '-a.example.com'],
  ['InvalidDnsName', /covers it/, 'create', TARGET, ...DNS, '--dns', '*.example.com'],
  ['TooManyDnsNames', /101 .* 100/, 'create', TARGET, ...names(101)],
  ['TooManyDnsNames', /26 .* 25/, 'create', TARGET, ...names(26), '--profile', 'tlsserver'],
  ['InvalidKeyType', /rsa-1024/, 'create', TARGET, ...DNS, '--key', 'rsa-1024'],
  ['InvalidKeyType', /ec-p521/, 'create', TARGET, ...DNS, '--key', 'ec-p521'],
  ['InvalidCa', /letsencryptt/, 'create', TARGET, ...DNS, '--ca', 'letsencryptt'],
  ['InvalidCa', /http:/, 'create', TARGET, ...DNS, '--ca', 'http://ca.example.com/directory'],
  ['InvalidCa', /https/, 'renew', TARGET, '--ca', 'https://'],
  ['InvalidCa', /known CA/, 'renew', TARGET, '--ca', 'https://a:b@ca.example.com/'],
  ['InvalidDohServer', /http:/, 'renew', '--due', '--doh', 'http://dns.example/dns-query'],
  ['InvalidOption', /1200/, 'renew', TARGET, '--propagation-wait', '2m'],
  ['InvalidNameServer', /ns1/, 'create', TARGET, ...DNS, '--dns-servers', 'ns1.example.com'],
  ['InvalidNameServer', /:0/, 'renew', TARGET, '--dns-servers', '192.0.2.1:0'],
  ['InvalidNameServer', /70000/, 'renew', '--due', '--dns-servers', '192.0.2.1,192.0.2.2:70000'],
  ['InvalidOption', /soon/, 'list', '--expiring', 'soon'],
  ['InvalidOption', /-1/, 'list', '--expiring=-1'],
  ['InvalidUsage', /--frobnicate/, 'create', TARGET, ...DNS, '--frobnicate'],
  ['InvalidUsage', /--newversion/, 'create', TARGET, ...DNS, '--newversion'],
  ['InvalidUsage', /argument/, 'create'],
  ['InvalidZoneId', /example\.com/, 'create', TARGET, ...DNS, '--zone', 'example.com'],
  ['InvalidZoneId', /privateDnsZones/, 'renew', '--due', '--zone', PRIVATE_ZONE],
  ['InvalidTarget', /"more"/, 'renew', TARGET, 'more'],
  ['InvalidUsage', /Name a certificate/, 'renew'],
  ['InvalidUsage', /frobnicate/, 'frobnicate'],
  ['InvalidUsage', /magic/, 'list', '--auth', 'magic'],
  ['InvalidUsage', /--all/, 'operations', 'undo'],
  ['InvalidUsage', /--all/, 'operations', 'resume', '0123456789abcdef', '--all'],
];

describe('input', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  describe('that is wrong in itself is refused without asking anybody', () => {
    const ended = new Map<number, Ended>();
    let log: readonly LogEntry[];
    before(async () => {
      const waiting = WRONG.entries();
      const worker = async (): Promise<void> => {
        for (const [index, [, , ...args]] of waiting) {
          ended.set(index, await world.run(...args, '--output', 'json'));
        }
      };
      ({ log } = await requestsDuring(world.control, () =>
        Promise.all(Array.from({ length: 4 }, worker)),
      ));
    });
    for (const [index, [errorCode, mention, ...args]] of WRONG.entries()) {
      const line = args.join(' ');
      it(`kvcert ${line.length > 72 ? `${line.slice(0, 72)}…` : line}`, () => {
        const result = ended.get(index);
        assert.ok(result);
        const { message } = refusalOf(result, 2, errorCode);
        assert.match(message, mention);
      });
    }

    it('in all of these cases', () => {
      assert.deepEqual(log.map(describeRequest), []);
    });

    it('in the environment, too', async () => {
      const env = { ...world.env, KVCERT_DNS_SERVERS: 'resolver.example.com' };
      const { result, log: asked } = await requestsDuring(world.control, () =>
        world.runIn(env, 'renew', '--due', '--output', 'json'),
      );
      refusalOf(result, 2, 'InvalidNameServer');
      assert.deepEqual(asked.map(describeRequest), []);
    });

    it('and is told on stderr, with advice, where JSON was not asked for', async () => {
      const { code, stdout, stderr } = await world.run(
        'create',
        TARGET,
        '--dns',
        '\u001b[31mx.com',
      );
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(
        stderr,
        /^kvcert: "\\u\{1b\}\[31mx\.com" is not a DNS name .+\n {2}- Write it like /,
      );
    });

    it('also where the output that was asked for is none', async () => {
      const { code, stderr } = await world.run('list', '--output', 'yaml');
      assert.equal(code, 2);
      assert.match(stderr, /yaml/);
    });
  });

  describe('that the world says no to is refused, and nothing is touched', () => {
    before(async () => {
      issuedBy(
        await world.run(
          ...['create', 'contoso-prod/there', ...DNS, '--key', 'ec-p256'],
          ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
        ),
      );
    });
    const cases: readonly (readonly [string, ...string[]])[] = [
      ['VaultNotFound', 'create', 'contoso-pros/www', ...DNS],
      ['VaultNotFound', 'show', 'contoso-pros/www'],
      ['VaultNotFound', 'list', '--vault', 'contoso-prod', '--vault', 'contoso-pros'],
      ['CertificateNotFound', 'renew', 'contoso-prod/nothing'],
      ['CertificateNotFound', 'show', 'contoso-prod/nothing'],
      ['CertificateExists', 'create', 'contoso-prod/there', ...DNS],
      ['CertificateExists', 'create', 'CONTOSO-PROD/There', '--dns', 'other.example.com'],
      ['UnknownProfile', 'create', TARGET, ...DNS, '--profile', 'unheard-of'],
      ['UnknownProfile', 'renew', 'contoso-prod/there', '--profile', 'constructor'],
      ['OperationNotFound', 'operations', 'undo', '0123456789abcdef'],
    ];
    for (const [errorCode, ...args] of cases) {
      it(`kvcert ${args.join(' ')}`, async () => {
        const { result, log } = await requestsDuring(world.control, () =>
          world.run(...args, '--output', 'json'),
        );
        refusalOf(result, 2, errorCode);
        assert.deepEqual(changes(log), []);
      });
    }

    it('a CA that answers with something else', async () => {
      await world.control.fault({
        kind: 'fail',
        match: { api: 'acme', path: '/directory' },
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        body: '<html>Sign in to the WiFi</html>',
      });
      const { result, log } = await requestsDuring(world.control, () =>
        world.run('create', TARGET, ...DNS, '--output', 'json'),
      );
      refusalOf(result, 1, 'UnexpectedAnswer');
      assert.deepEqual(changes(log), []);
    });
  });

  describe('that asks for help', () => {
    for (const args of [['--help'], ['create', '--help'], ['operations', 'resume', '-h']]) {
      it(`kvcert ${args.join(' ')} is answered on stdout`, async () => {
        const { code, stdout, stderr } = await world.run(...args);
        assert.equal(code, 0);
        assert.match(stdout, /^Usage: kvcert /);
        assert.equal(stderr, '');
      });
    }
  });
});
