/** What is pending in a vault: shown, merged, cancelled and deleted by the built command line. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Pkcs10CertificateRequest, X509Certificate, X509Certificates } from '@peculiar/x509';
import { createTestAuthority, type TestAuthority } from '../sandbox/keyvault/test-authority.ts';
import { refusalOf } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import { clientOf, createArgs } from './client.ts';
import { endAll, startHeld } from './interruption.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';
const DAY = 86_400_000;

interface Operation {
  readonly csr: string;
  readonly request_id: string;
}

describe('what is pending in a vault', { concurrency: 4 }, () => {
  let world: ProductWorld;
  let folder: string;
  let authority: TestAuthority;
  before(async () => {
    world = await startProductWorld({ keyVaultDelays: { selfIssuance: 600_000 } });
    folder = await mkdtemp(join(tmpdir(), 'kvcert-pending-'));
    authority = await createTestAuthority({
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 80 * DAY),
    });
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await world.close();
  });

  const stranger = () => azureCaller(world.ready, 'stranger');
  const run = (...args: readonly string[]) => world.run(...args, '--output', 'json');
  const pending = (what: string, name: string, ...more: readonly string[]) =>
    run('pending', what, `${VAULT}/${name}`, ...more);
  const done = ({ code, stdout, stderr }: Ended): unknown => {
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    return JSON.parse(stdout);
  };
  const begin = async (name: string, issuer = 'Unknown', x509 = {}): Promise<Operation> => {
    const policy = {
      issuer: { name: issuer },
      key_props: { kty: 'EC', crv: 'P-256', key_size: 256 },
      x509_props: {
        subject: `CN=${name}.example.com, O=Contoso`,
        sans: { dns_names: [`${name}.example.com`], emails: ['web@example.com'] },
        ...x509,
      },
    };
    const url = vaultUrl(VAULT, `/certificates/${name}/create`);
    return (await stranger().ask('POST', url, { policy, tags: { team: 'web' } })) as Operation;
  };
  const fileOf = async (name: string, bytes: string | Uint8Array): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
  const pemOf = (...chain: readonly Buffer[]): string =>
    chain.map((der) => new X509Certificate(new Uint8Array(der)).toString('pem')).join('\n');
  const operationOf = async (name: string) =>
    (await world.control.certificate(VAULT, name)).pending;

  it('is shown with what its CSR asks for', async () => {
    const { request_id: requestId } = await begin('shown');
    const { pending: shown } = done(await pending('show', 'shown')) as {
      pending: { request: object; csr: string; status: string; requestId: string };
    };
    assert.deepEqual([shown.status, shown.requestId], ['inprogress', requestId]);
    assert.deepEqual(shown.request, {
      subject: 'CN=shown.example.com, O=Contoso',
      alternativeNames: [
        { kind: 'dns', value: 'shown.example.com' },
        { kind: 'email', value: 'web@example.com' },
      ],
      ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      keyUsages: ['digitalSignature', 'keyEncipherment'],
      key: 'EC P-256',
    });
    const { stdout } = await world.run('pending', 'show', `${VAULT}/shown`);
    assert.match(stdout, /Status +Waits for the certificate that a CA makes of its CSR\./);
    assert.match(stdout, /Names +dns:shown\.example\.com, email:web@example\.com/);
  });

  it('gives out its CSR, into a file that is its owner’s alone', async () => {
    await begin('csr');
    const { stdout } = await world.run('pending', 'csr', `${VAULT}/csr`);
    assert.equal(await new Pkcs10CertificateRequest(stdout).verify(), true);
    const file = join(folder, 'csr.pem');
    done(await pending('csr', 'csr', '--to', file));
    assert.equal(await readFile(file, 'utf8'), stdout);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    refusalOf(await pending('csr', 'csr', '--to', file), 2, 'InvalidOption');
    done(await pending('csr', 'csr', '--to', file, '--force'));
    const missing = join(folder, 'never.pem');
    refusalOf(await pending('csr', 'nothing-there', '--to', missing), 2, 'NoOperation');
    await assert.rejects(stat(missing));
  });

  it('is merged with the chain of a file, whatever its form and order', async () => {
    const forms: readonly [
      string,
      (chain: readonly [Buffer, Buffer, Buffer]) => string | Buffer,
    ][] = [
      ['pem', ([leaf, intermediate, root]) => pemOf(root, leaf, intermediate)],
      ['der', ([leaf]) => leaf],
      [
        'p7b',
        (chain) => {
          const all = chain.map((der) => new X509Certificate(new Uint8Array(der)));
          return Buffer.from(new X509Certificates(all.reverse()).export('raw'));
        },
      ],
    ];
    for (const [form, write] of forms) {
      const name = `merged-${form}`;
      const { csr } = await begin(name);
      const chain = await authority.issue(csr);
      const file = await fileOf(`${name}.${form}`, write(chain));
      const { merged } = done(await pending('merge', name, file)) as {
        merged: { version: string; chainLength: number; dnsNames: readonly string[] };
      };
      assert.deepEqual(merged.dnsNames, [`${name}.example.com`]);
      const stored = await world.control.certificate(VAULT, name);
      assert.deepEqual(
        stored.versions.map(({ id, tags }) => [id, tags]),
        [[merged.version, { team: 'web' }]],
      );
      const leaf = await stranger().ask('GET', vaultUrl(VAULT, `/certificates/${name}`));
      assert.equal((leaf as { cer: string }).cer, chain[0].toString('base64'));
      assert.equal(merged.chainLength, form === 'der' ? 1 : 3);
    }
    const { history: entries } = done(await run('history', '--name', 'merged-pem')) as {
      history: readonly { kind: string; outcome: string }[];
    };
    assert.deepEqual(
      entries.map(({ kind, outcome }) => `${kind} ${outcome}`),
      ['merge done'],
    );
  });

  it('takes no certificate that is not for its key or its names, unless told to', async () => {
    const mine = await begin('careful');
    const other = await begin('other');
    const wrong = await fileOf('wrong.pem', pemOf(...(await authority.issue(other.csr))));
    const refused = await requestsDuring(world.control, () => pending('merge', 'careful', wrong));
    const unusable = refusalOf(refused.result, 2, 'ChainFileUnusable');
    assert.match(unusable.message, /^wrong\.pem holds nothing .* are for other keys\.$/);
    assert.deepEqual(
      changes(refused.log).filter((request) => request.includes('/careful')),
      [],
    );
    // The CA has other names on it than the CSR asks for.
    const named = await begin('renamed');
    const [leaf] = await authority.issue(named.csr, ['renamed.example.com', 'www.example.com']);
    const file = await fileOf('renamed.cer', leaf);
    const asked = refusalOf(await pending('merge', 'renamed', file), 2, 'InvalidUsage');
    assert.match(asked.message, /www\.example\.com was not asked for/);
    assert.equal((await operationOf('renamed'))?.status, 'inProgress');
    const merged = await pending('merge', 'renamed', file, '--yes');
    assert.match(merged.stderr, /whoever does not know CN=Intermediate cannot verify it/);
    done(merged);
    // What was merged is not merged again, and the operation that is meant is the only one taken.
    const again = await pending('merge', 'renamed', file, '--yes');
    assert.equal(refusalOf(again, 1, 'OperationEnded').details['status'], 'completed');
    const meant = ['--request-id', other.request_id];
    refusalOf(await pending('merge', 'careful', wrong, ...meant), 2, 'NoOperation');
    assert.equal((await operationOf('careful'))?.requestId, mine.request_id);
  });

  it('leaves what an issuer is at work on to the issuer', async () => {
    const { csr } = await begin('at-work', 'Self');
    const file = await fileOf('at-work.pem', pemOf(...(await authority.issue(csr))));
    const refused = refusalOf(await pending('merge', 'at-work', file), 1, 'MergeForbidden');
    assert.equal(refused.details['issuer'], 'Self');
    const { stdout } = await world.run('pending', 'show', `${VAULT}/at-work`);
    assert.match(stdout, /In progress; Self is at work on it\./);
    refusalOf(await pending('cancel', 'at-work'), 2, 'InvalidUsage');
    const { cancellation } = done(await pending('cancel', 'at-work', '--yes')) as {
      cancellation: { status: string };
    };
    assert.equal(cancellation.status, 'cancelled');
    const ended = refusalOf(await pending('cancel', 'at-work', '--yes'), 1, 'OperationEnded');
    assert.match(ended.message, /it is cancelled\.$/);
    // Then a certificate may come from elsewhere.
    done(await pending('merge', 'at-work', file));
  });

  it('is deleted, and not the certificate', async () => {
    await begin('deleted');
    refusalOf(await pending('delete', 'deleted'), 2, 'InvalidUsage');
    done(await pending('delete', 'deleted', '--yes'));
    assert.equal(await operationOf('deleted'), null);
    refusalOf(await pending('show', 'deleted'), 2, 'NoOperation');
    refusalOf(await pending('delete', 'deleted', '--yes'), 2, 'NoOperation');
  });
});

describe('what an issuance has begun', () => {
  it('is not taken from it while it runs, nor where it was interrupted', async () => {
    const world = await startProductWorld();
    try {
      const client = clientOf(world, 'ours');
      const merge = { method: 'POST', path: '/certificates/ours/pending/merge' };
      const { running } = await startHeld(client, createArgs(client), {
        when: 'before',
        afterClientGone: 'discard',
        match: merge,
      });
      const end = (what: string) =>
        client.run('pending', what, client.target, '--yes', '--output', 'json');
      refusalOf(await end('delete'), 1, 'OperationRunning');
      running.child.kill('SIGKILL');
      await running.ended;
      const interrupted = refusalOf(await end('delete'), 1, 'OperationInterrupted');
      const [resume] = interrupted.remedies;
      assert.match(resume?.command ?? '', /^kvcert operations resume [0-9a-f]{16}$/);
      refusalOf(await end('cancel'), 1, 'OperationInterrupted');
      await endAll(client, 'resume');
      await assertNothingLeft({ control: world.control, stateFolder: client.stateFolder });
    } finally {
      await world.close();
    }
  });
});
