/** The examples of the reference documents, sent over HTTPS; every member that they print is compared. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { OpenSsl } from './openssl.ts';
import { startServedVault, type ServedVault } from './served-vault.ts';
import { Stage, type ImportFiles } from './stage.ts';
import { createTestAuthority, type TestAuthority } from './test-authority.ts';
import { createVaultUnderTest, type VaultUnderTest } from './vault-under-test.ts';

interface Example {
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly otherwise?: Readonly<Record<string, { readonly recorded: unknown }>>;
}

const file = join(import.meta.dirname, '../../../sandbox/fixtures/keyvault-documents.json');
const { examples } = JSON.parse(await readFile(file, 'utf8')) as {
  examples: Readonly<Record<string, Example>>;
};
const NAME = 'mycert1';
const PENDING = `/certificates/${NAME}/pending`;

function bodyOf(example: string): unknown {
  return examples[example]?.request.body;
}

let served: ServedVault;
let current: VaultUnderTest;
let authority: TestAuthority;
let files: ImportFiles & { readonly encryptedKey: string };

before(async () => {
  served = await startServedVault(() => current);
  authority = await createTestAuthority();
  using openssl = new OpenSsl();
  openssl.run('req -x509 -newkey rsa:2048 -nodes -keyout a.key -out a.crt -days 9 -subj /CN=x');
  openssl.run(
    'pkcs8 -topk8 -in a.key -v1 PBE-SHA1-RC2-40 -provider legacy -provider default -out b.key -passout pass:…',
  );
  files = {
    pfx: '',
    key: openssl.text('a.key'),
    certificate: openssl.text('a.crt'),
    encryptedKey: openssl.text('b.key'),
  };
});
after(() => served.close());

type Given = (stage: Stage) => Promise<unknown>;

/** Ordered from the issuer of the examples, whose provider takes its time. */
const ordered: Given = async ({ setIssuer, create, vault }) => {
  await setIssuer('mydigicert');
  vault.keyVault.providers.set('vaultname', 'mydigicert', { outcome: 'wait' });
  await create(NAME, bodyOf('issuer-create'));
};

/** Ordered, and then the provider does what it is told. */
const ended =
  (outcome: 'complete' | 'fail'): Given =>
  async (stage) => {
    await ordered(stage);
    stage.vault.keyVault.providers.set('vaultname', 'mydigicert', { outcome });
    stage.vault.advance(10);
  };

/** What was there before; what it returns is sent in the place of the body that the document cuts. */
const GIVEN: Readonly<Record<string, Given>> = {
  create: () => Promise.resolve(),
  'issuer-create': ({ setIssuer }) => setIssuer('mydigicert'),
  'pending-in-progress': ordered,
  'pending-completed': ended('complete'),
  'pending-failed': ended('fail'),
  'pending-gone': async (stage) => {
    await ordered(stage);
    await stage.send('DELETE', PENDING);
  },
  'create-while-pending': ordered,
  'merge-while-pending': async (stage) => {
    await ordered(stage);
    return { x5c: await stage.sign(NAME) };
  },
  cancel: ordered,
  'delete-pending': ordered,
  'manual-create': () => Promise.resolve(),
  'manual-merge': async ({ create, sign }) => {
    await create(NAME, bodyOf('manual-create'));
    return { x5c: await sign(NAME) };
  },
  'import-pem': () => Promise.resolve(filled('import-pem', files.key)),
  'import-encrypted-pem': () => Promise.resolve(filled('import-encrypted-pem', files.encryptedKey)),
};

/** The example's file with something in it. */
function filled(example: string, key: string): unknown {
  const body = bodyOf(example) as { readonly value: string };
  const value = body.value
    .replace(/-----BEGIN [A-Z ]*KEY-----\n\.\.\.\n-----END [A-Z ]*KEY-----\n/, key)
    .replaceAll(
      /-----BEGIN CERT[A-Z]+-----\n\.\.\.\n-----END CERT[A-Z]+-----\n/g,
      files.certificate,
    );
  return { ...body, value };
}

describe('the examples of the reference documents', () => {
  for (const [name, example] of Object.entries(examples)) {
    it(`${name}: ${example.request.method} ${example.request.path}`, () => play(name, example));
  }

  it('are all set on a stage, and each stage is that of an example', () => {
    const stages = Object.keys(examples).map((name) => name.replace('-by-request-id', ''));
    assert.deepEqual([...new Set(stages)].toSorted(), Object.keys(GIVEN).toSorted());
  });

  it('a request_id that is another one: 404', async () => {
    current = createVaultUnderTest();
    const stage = new Stage({ vault: current, authority, files, ask: served.send });
    await ordered(stage);
    const path = `${PENDING}?api-version=7.0&request_id=${'0'.repeat(32)}`;
    for (const method of ['GET', 'DELETE']) {
      assert.equal((await served.send({ method, path, as: 'officer' })).status, 404);
    }
    const body = { cancellation_requested: true };
    assert.equal((await served.send({ method: 'PATCH', path, body, as: 'officer' })).status, 404);
  });
});

async function play(name: string, { request, response, otherwise = {} }: Example): Promise<void> {
  current = createVaultUnderTest();
  const stage = new Stage({ vault: current, authority, files, ask: served.send });
  const replaced = await GIVEN[name.replace('-by-request-id', '')]?.(stage);
  const body = replaced ?? request.body;
  const answer = await served.send({
    method: request.method,
    path: request.path
      .replace('{api-version}', '2025-07-01')
      .replace(/request_id=\w+/, `request_id=${stage.requestId}`),
    as: 'officer',
    ...(body === undefined ? {} : { body }),
  });
  assert.equal(answer.status, response.status, JSON.stringify(answer.body));
  assertFits(answer.body, response.body, 'body', otherwise);
  for (const [header, value] of Object.entries(response.headers ?? {})) {
    assertFits(answer.headers[header.toLowerCase()], value, header, otherwise);
  }
}

/** Whatever the document prints is there; what it does not print may be there, too. */
function assertFits(
  actual: unknown,
  printed: unknown,
  at: string,
  otherwise: NonNullable<Example['otherwise']>,
): void {
  const other = otherwise[at];
  const expected = other === undefined ? printed : other.recorded;
  if (other !== undefined) assert.notDeepEqual(other.recorded, printed, `${at} is no deviation`);
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual) && actual.length === expected.length, at);
    expected.forEach((each, index) => {
      assertFits((actual as unknown[])[index], each, `${at}/${String(index)}`, otherwise);
    });
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [name, value] of Object.entries(expected)) {
      const member = (actual as Readonly<Record<string, unknown>> | undefined)?.[name];
      assertFits(member, value, `${at}/${name}`, otherwise);
    }
  } else if (typeof expected === 'string') {
    assert.match(String(actual), patternOf(expected, at), at);
  } else if (/\/(exp|nbf|created|updated)$/.test(at)) {
    assert.ok(Number.isInteger(actual) && Number(actual) > 1_400_000_000, at);
  } else {
    assert.equal(actual, expected, at);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Ids, keys, and what the documents leave out stand for anything. */
function patternOf(text: string, at: string): RegExp {
  if (/\/(csr|cer|x5t)$/.test(at)) return /^[\w+/=-]{20,}$/;
  const host = text.replace(/\/\/(mykeyvault|testvault1021)\./, '//vaultname.');
  const parts = host.split(/[0-9a-f]{32}|…+|\.{3,}|\{[^}]*\}|<[^>]*>/);
  return new RegExp(`^${parts.map(escaped).join('.+')}$`, 's');
}
