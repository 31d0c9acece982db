/** The command lines that are made of wishes, read by a real shell and by our own parser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import fc from 'fast-check';
import { addCreateCommand } from '../../../src/cli/commands/create.ts';
import { addRenewCommand } from '../../../src/cli/commands/renew.ts';
import type { CommandContext } from '../../../src/cli/session.ts';
import { resolveCa } from '../../../src/domain/certificate-authorities.ts';
import { cliCommand, formatTag, parseTag } from '../../../src/domain/cli-command.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { isHsmType, KEY_TYPES } from '../../../src/domain/key-type.ts';
import { readByShell } from './read-by-shell.ts';

/** What our program asks the engine for. */
async function wishedBy(argv: readonly string[]): Promise<IssuanceWish> {
  let wished: IssuanceWish | undefined;
  let agreed: true | undefined;
  const context = {
    engine: {
      obtain: (wish: IssuanceWish) => {
        wished = wish;
        throw new Error('enough');
      },
    },
    progress: { reporter: () => undefined },
  } as unknown as CommandContext;
  const program = new Command('kvcert').exitOverride();
  for (const add of [addCreateCommand, addRenewCommand]) {
    add(program, async (options, _own, work) => {
      agreed = options.agreeTerms;
      await work(context).catch(() => undefined);
    });
  }
  await program.parseAsync(argv.slice(1), { from: 'user' });
  assert.ok(wished);
  return { ...wished, ...(agreed ? { agreedTerms: 'agreed' } : {}) };
}

/** What is the default anyway may be said or not, and which terms were agreed to is not. */
function essence(wish: IssuanceWish): object {
  const isNew = wish.kind === 'create' && wish.newVersion !== true;
  return {
    ...(isNew ? DEFAULTS : {}),
    ...(isNew && isHsmType(wish.keyType ?? '') ? { exportable: false } : {}),
    ...(wish.kind === 'create' ? { ca: resolveCa('letsencrypt') } : {}),
    newVersion: false,
    tags: {},
    ...Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)),
    agreedTerms: wish.agreedTerms !== undefined,
  };
}

const DEFAULTS: Partial<IssuanceWish> = {
  keyType: 'rsa-2048',
  contentType: 'application/x-pkcs12',
  exportable: true,
  reuseKey: false,
};

const TARGET = { vault: 'contoso-prod', name: 'www' };

const TABLE: readonly [IssuanceWish, string][] = [
  [
    { kind: 'create', target: TARGET, dnsNames: ['example.com', '*.example.com'] },
    "kvcert create contoso-prod/www --dns example.com --dns '*.example.com'",
  ],
  [
    {
      kind: 'create',
      target: TARGET,
      dnsNames: ['example.com'],
      ca: resolveCa('letsencrypt-staging'),
      profile: 'tlsserver',
      keyType: 'ec-p256',
      contentType: 'application/x-pem-file',
      exportable: false,
      reuseKey: true,
      tags: { team: "Anna's", 'a=b': 'c=d' },
      agreedTerms: 'https://terms.example',
    },
    "kvcert create contoso-prod/www --dns example.com --ca letsencrypt-staging --profile tlsserver --key ec-p256 --pem --no-export --reuse-key --tag 'team=Anna'\\''s' --tag 'a\\=b=c=d' --agree-terms",
  ],
  [
    {
      kind: 'create',
      target: TARGET,
      dnsNames: ['example.com'],
      keyType: 'rsa-2048',
      contentType: 'application/x-pkcs12',
      exportable: true,
      reuseKey: false,
    },
    'kvcert create contoso-prod/www --dns example.com',
  ],
  [
    {
      kind: 'create',
      target: TARGET,
      dnsNames: ['example.com'],
      newVersion: true,
      keyType: 'rsa-2048',
      contentType: 'application/x-pkcs12',
      exportable: true,
      reuseKey: false,
    },
    'kvcert create contoso-prod/www --dns example.com --key rsa-2048 --pkcs12 --export --no-reuse-key --new-version',
  ],
  [
    {
      kind: 'create',
      target: TARGET,
      dnsNames: ['example.com'],
      keyType: 'ec-p256-hsm',
      exportable: false,
    },
    'kvcert create contoso-prod/www --dns example.com --key ec-p256-hsm',
  ],
  [
    { kind: 'renew', target: TARGET, keyType: 'rsa-2048-hsm', exportable: false },
    'kvcert renew contoso-prod/www --key rsa-2048-hsm --no-export',
  ],
  [{ kind: 'renew', target: TARGET }, 'kvcert renew contoso-prod/www'],
  [
    { kind: 'renew', target: TARGET, ca: resolveCa('letsencrypt'), adopt: true },
    'kvcert renew contoso-prod/www --ca letsencrypt --adopt',
  ],
  [
    { kind: 'renew', target: TARGET, account: 'https://ca.example/account/1' },
    'kvcert renew contoso-prod/www --account https://ca.example/account/1',
  ],
  [
    { kind: 'renew', target: TARGET, validDays: 30, preferredChain: 'ISRG Root X1' },
    "kvcert renew contoso-prod/www --valid-days 30 --preferred-chain 'ISRG Root X1'",
  ],
  [
    { kind: 'renew', target: TARGET, profile: '', contentType: 'application/x-pkcs12' },
    "kvcert renew contoso-prod/www --profile '' --pkcs12",
  ],
];

describe('the command line of a wish', () => {
  for (const [wish, command] of TABLE) {
    it(`is ${command}`, async () => {
      assert.equal(cliCommand(wish), command);
      assert.deepEqual(essence(await wishedBy(readByShell(command))), essence(wish));
    });
  }

  it('takes what the surroundings need', () => {
    assert.equal(
      cliCommand({ kind: 'renew', target: TARGET }, 'posix', ['--cloud', 'us-government']),
      'kvcert renew contoso-prod/www --cloud us-government',
    );
  });

  it('comes back from a shell and our parser as the same wish, whatever tags and profile say', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        '$(id)',
        '`id`',
        "'",
        '"',
        '\\',
        '-n',
        '--',
        '=x',
        '~',
        '!!',
        '%PATH%',
        '"; exit 7 #',
        '&&',
        '*',
      ),
    );
    const clean = hostile.filter((text) => !/\p{Cc}/u.test(text));
    const name = clean.map((text) => `t${text}`);
    const option = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
    const wishes = fc.record({
      kind: fc.constantFrom('create' as const, 'renew' as const),
      target: fc.constant(TARGET),
      dnsNames: fc.constant(['example.com', '*.example.org']),
      ca: fc.constantFrom(
        resolveCa('letsencrypt-staging'),
        resolveCa("https://ca.example/a'b?$(id)&c=`x`"),
      ),
      profile: option(clean),
      keyType: option(fc.constantFrom(...KEY_TYPES)),
      contentType: option(
        fc.constantFrom('application/x-pkcs12' as const, 'application/x-pem-file' as const),
      ),
      exportable: option(fc.boolean()),
      reuseKey: option(fc.boolean()),
      tags: option(
        fc
          .uniqueArray(fc.tuple(name, clean), {
            maxLength: 3,
            selector: ([each]) => each.toLowerCase(),
          })
          .map((tags) => Object.fromEntries(tags)),
      ),
      agreedTerms: option(fc.constant('https://terms.example')),
    });
    await fc.assert(
      fc.asyncProperty(wishes, fc.boolean(), async (made, isNewVersion) => {
        const newVersion = isNewVersion && made.kind === 'create';
        // Both together are refused.
        const exportable = made.exportable && !isHsmType(made.keyType ?? '');
        const all = { ...made, newVersion, exportable };
        const wish = JSON.parse(JSON.stringify(all)) as IssuanceWish;
        const argv = readByShell(cliCommand(wish));
        assert.deepEqual(essence(await wishedBy(argv)), essence(wish));
      }),
      { numRuns: 150 },
    );
  });

  it('is quoted for PowerShell by its own rules', () => {
    const tags = { a: "it's", b: '\u2019x\u201b', c: '$env:PATH', d: '`n' };
    assert.equal(
      cliCommand({ kind: 'renew', target: TARGET, profile: '-a.b', tags }, 'powershell'),
      "kvcert renew contoso-prod/www --profile '-a.b' --tag 'a=it''s' --tag 'b=\u2019\u2019x\u201b\u201b' --tag 'c=$env:PATH' --tag 'd=`n'",
    );
  });
});

describe('a tag on the command line', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (name, value) => {
        assert.deepEqual(parseTag(formatTag({ name, value })), { name, value });
      }),
    );
  });

  const table: readonly [string, ReturnType<typeof parseTag>][] = [
    ['team=web', { name: 'team', value: 'web' }],
    ['team=', { name: 'team', value: '' }],
    ['=web', { name: '', value: 'web' }],
    ['a\\=b=c=d', { name: 'a=b', value: 'c=d' }],
    ['dir=C:\\new', { name: 'dir', value: 'C:\\new' }],
    ['C:\\new=x', { name: 'C:\\new', value: 'x' }],
    ['team', undefined],
    ['a\\=b', undefined],
  ];
  for (const [text, tag] of table) {
    it(`${text} is ${tag ? JSON.stringify(tag) : 'none'}`, () => {
      assert.deepEqual(parseTag(text), tag);
    });
  }
});
