import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runCli } from '../../../src/cli/program.ts';

/** Runs a command line that is wrong: nothing that surrounds a command is reached. */
async function run(...argv: readonly string[]) {
  let out = '';
  let err = '';
  const streams = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
  };
  const unreached = new Proxy(streams, {
    get: (target, key) => {
      if (key === 'stdout' || key === 'stderr') return target[key];
      throw new Error(`process.${String(key)} was used`);
    },
  });
  const process = unreached as unknown as NodeJS.Process;
  const code = await runCli({ process, version: '1.2.3' }, argv);
  return { code, out, err };
}

const WRONG: readonly [readonly string[], string, RegExp][] = [
  [['nonsense'], 'InvalidUsage', /unknown command 'nonsense'/i],
  [['list', '--nonsense'], 'InvalidUsage', /unknown option '--nonsense'/i],
  [['show'], 'InvalidUsage', /missing required argument/i],
  [['show', 'a/b', 'c/d'], 'InvalidUsage', /too many arguments/i],
  [['list', '--auth', 'magic'], 'InvalidUsage', /--auth <method>/],
  [['list', '--cloud', 'mars'], 'InvalidOption', /--cloud.*us-government, china/],
  [['list', '--expiring', 'soon'], 'InvalidOption', /--expiring/],
  [['renew', '--due', '--dns-servers', 'ns1.example'], 'InvalidNameServer', /ns1\.example/],
  [['renew', 'v/n', '--propagation-wait', '0'], 'InvalidOption', /1 to 1200/],
  [['renew', 'v/n', '--propagation-wait', '1201'], 'InvalidOption', /1201/],
  [['renew', 'v/n', '--propagation-wait', '2m'], 'InvalidOption', /2m/],
  [['renew', 'v/n', '--room-wait', '1201'], 'InvalidOption', /0 to 1200/],
  [['renew', 'v/n', '--room-wait', 'long'], 'InvalidOption', /long/],
  [
    ['renew', '--due', '--doh', 'http://dns.example/q'],
    'InvalidDohServer',
    /http:\/\/dns\.example/,
  ],
  [['create', 'www', '--dns', 'a.example'], 'InvalidTarget', /VAULT\/NAME/],
  [['create', 'v1/www', '--dns', 'a.example'], 'InvalidVaultName', /v1/],
  [['create', 'vault/w.w', '--dns', 'a.example'], 'InvalidCertificateName', /w\.w/],
  [['create', 'vault/www'], 'NoDnsName', /at least one DNS name/],
  [['create', 'vault/www', '--dns', 'a_b.example'], 'InvalidDnsName', /a_b\.example/],
  [['create', 'vault/www', '--dns', 'a.example', '--key', 'dsa'], 'InvalidKeyType', /dsa/],
  [['create', 'vault/www', '--dns', 'a.example', '--ca', 'http://x'], 'InvalidCa', /http:\/\/x/],
  [['renew', 'www'], 'InvalidTarget', /VAULT\/NAME/],
  [['operations', 'resume'], 'InvalidUsage', /--all/],
  [['revoke', 'v/n', '--reason', 'boredom'], 'InvalidUsage', /keyCompromise/],
  [['go-back', 'v/n'], 'InvalidUsage', /--to/],
  [['account', 'create'], 'InvalidUsage', /--ca/],
  [['account', 'contact', 'ada', '--ca', 'zerossl'], 'InvalidOption', /ada.*e-mail address/],
  [['account', 'show', '--ca', 'acme.example'], 'InvalidCa', /acme\.example/],
  [['operations', 'undo', 'id', '--all'], 'InvalidUsage', /--all/],
  [['create', 'v/n', '--export', '--no-export'], 'InvalidUsage', /--export and --no-export/],
  [['renew', 'v/n', '--no-reuse-key', '--reuse-key'], 'InvalidUsage', /--reuse-key and --no-reuse/],
  [['policy', 'set', 'v/n', '--export', '--no-export'], 'InvalidUsage', /--no-export/],
  [['policy', 'set', 'v/n', '--pem', '--pkcs12'], 'InvalidUsage', /--pkcs12/],
  [
    ['policy', 'set', 'v/n', '--transparency', '--no-transparency'],
    'InvalidUsage',
    /--no-transparency/,
  ],
  [
    ['issuer', 'update', 'v', 'n', '--admin', 'a@b.example', '--no-admin'],
    'InvalidUsage',
    /--no-admin/,
  ],
];

describe('a command line that is wrong', () => {
  for (const [argv, code, message] of WRONG) {
    it(`kvcert ${argv.join(' ')}: ${code}, in words on stderr and as one JSON document`, async () => {
      const people = await run(...argv);
      assert.equal(people.code, 2);
      assert.equal(people.out, '');
      assert.match(people.err, /^kvcert: [A-Z"].*[.!?]\n/);
      assert.match(people.err, message);
      assert.doesNotMatch(people.err, /error: /);

      for (const json of [
        ['--output', 'json'],
        ['--output=json'],
        ['-o', 'json'],
        ['-ojson'],
        ['-qo', 'json'],
      ]) {
        const { code: exitCode, out, err } = await run(...argv, ...json);
        assert.equal(exitCode, 2);
        assert.equal(err, '');
        const { error } = JSON.parse(out) as { error: { code: string; remedies: object[] } };
        assert.equal(error.code, code);
        assert.ok(error.remedies.length > 0);
      }
    });
  }

  for (const argv of [[], ['help', 'nonsense']]) {
    it(`${['kvcert', ...argv].join(' ')} shows the help, on stderr`, async () => {
      const { code, out, err } = await run(...argv);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^Usage: kvcert .*\n[^]*\n {2}create .*\n[^]*\nExit codes: 0 done/);
      assert.doesNotMatch(err, /outputHelp/);
    });
  }

  it('is told the help of its command, and of everything where there is none', async () => {
    assert.match((await run('pending', 'merge', 'v/n')).err, /^ +kvcert pending merge --help$/m);
    assert.match((await run('list', '--cloud', 'mars')).err, /^ +kvcert list --help$/m);
    assert.match((await run('nonsense')).err, /^ +kvcert --help$/m);
    const { out } = await run('policy', 'set', '--nonsense', '--output', 'json');
    assert.match(out, /"command": ?"kvcert policy set --help"/);
  });

  it('kvcert help nonsense is one JSON document where that is asked for', async () => {
    const { code, out, err } = await run('help', 'nonsense', '--output', 'json');
    assert.equal(code, 2);
    assert.equal(err, '');
    assert.match(
      out,
      /^\{"error":\{"code":"InvalidUsage","message":"A command is missing, or .*\n$/,
    );
  });

  it('takes JSON that is only mentioned for a name, not for a wish', async () => {
    const { out, err } = await run('create', 'vault/www', '--dns', '--output json');
    assert.equal(out, '');
    assert.match(err, /^kvcert: /);
  });
});
