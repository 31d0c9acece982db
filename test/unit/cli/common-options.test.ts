import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Command } from 'commander';
import {
  withCommonOptions,
  zoneOption,
  type CommonOptions,
} from '../../../src/cli/common-options.ts';

function cloudOf(test: TestContext, variable: string | undefined, ...argv: string[]): string {
  const before = process.env['KVCERT_CLOUD'];
  if (variable === undefined) delete process.env['KVCERT_CLOUD'];
  else process.env['KVCERT_CLOUD'] = variable;
  test.after(() => {
    if (before === undefined) delete process.env['KVCERT_CLOUD'];
    else process.env['KVCERT_CLOUD'] = before;
  });
  const command = withCommonOptions(new Command()).parse(argv, { from: 'user' });
  return command.opts<CommonOptions>().cloud.resourceManager;
}

describe('resolvers over HTTPS', () => {
  const resolversIn = (variable: string | undefined, ...argv: string[]) => {
    const before = process.env['KVCERT_DOH'];
    if (variable === undefined) delete process.env['KVCERT_DOH'];
    else process.env['KVCERT_DOH'] = variable;
    try {
      const command = withCommonOptions(new Command()).parse(argv, { from: 'user' });
      return command.opts<CommonOptions>().doh;
    } finally {
      if (before === undefined) delete process.env['KVCERT_DOH'];
      else process.env['KVCERT_DOH'] = before;
    }
  };

  it('are those of --doh, then those of KVCERT_DOH, and none where that is empty', () => {
    const a = 'https://a.example/dns-query';
    assert.equal(resolversIn(undefined), undefined);
    assert.deepEqual(resolversIn(''), []);
    assert.deepEqual(resolversIn(`${a},https://b.example/q`), [a, 'https://b.example/q']);
    assert.deepEqual(resolversIn(a, '--doh', 'https://b.example/q'), ['https://b.example/q']);
  });
});

describe('zones given by hand', () => {
  const id = (name: string) =>
    `/subscriptions/11111111-0a0a-4b0b-8c0c-00000000000f/resourceGroups/dns/providers/Microsoft.Network/dnsZones/${name}`;
  const [a, b] = [id('a.example'), id('b.example')];
  const zonesIn = (variable: string | undefined, ...argv: string[]) => {
    const before = process.env['KVCERT_DNS_ZONES'];
    if (variable === undefined) delete process.env['KVCERT_DNS_ZONES'];
    else process.env['KVCERT_DNS_ZONES'] = variable;
    try {
      const command = new Command().addOption(zoneOption()).parse(argv, { from: 'user' });
      return command.opts<Pick<CommonOptions, 'zone'>>().zone?.map((zone) => zone.id);
    } finally {
      if (before === undefined) delete process.env['KVCERT_DNS_ZONES'];
      else process.env['KVCERT_DNS_ZONES'] = before;
    }
  };

  it('are those of --zone, each once, then those of KVCERT_DNS_ZONES', () => {
    assert.equal(zonesIn(undefined), undefined);
    assert.deepEqual(zonesIn(''), []);
    assert.deepEqual(zonesIn(`${a}, ${b}`), [a, b]);
    assert.deepEqual(zonesIn(undefined, '--zone', a, '--zone', b, '--zone', a), [a, b]);
    assert.deepEqual(zonesIn(undefined, '--zone', `${a},${b}`), [a, b]);
    assert.deepEqual(zonesIn(a, '--zone', b), [b]);
    assert.throws(() => zonesIn('a.example'), { code: 'InvalidZoneId' });
    assert.throws(() => zonesIn(undefined, '--zone', a, '--zone', 'x'), { code: 'InvalidZoneId' });
  });
});

describe('the cloud', () => {
  it('is the public one where none is named', (test) => {
    assert.equal(cloudOf(test, undefined), 'https://management.azure.com');
    assert.equal(cloudOf(test, ''), 'https://management.azure.com');
  });

  it('is the one that --cloud names, then the one of KVCERT_CLOUD', (test) => {
    assert.equal(cloudOf(test, 'china'), 'https://management.chinacloudapi.cn');
    assert.equal(
      cloudOf(test, 'china', '--cloud', 'us-government'),
      'https://management.usgovcloudapi.net',
    );
  });
});
