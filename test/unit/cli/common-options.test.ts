import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../../../src/cli/common-options.ts';

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
