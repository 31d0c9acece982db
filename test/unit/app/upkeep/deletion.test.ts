import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findDeleted, prepareDeletion } from '../../../../src/app/upkeep/deletion.ts';
import { acmePolicy } from '../../../../src/domain/acme-policy.ts';
import type {
  CertificateUpkeep,
  DeletedCertificate,
} from '../../../../src/domain/certificate-upkeep.ts';
import { CertError, isCertError, type ErrorCode } from '../../../../src/domain/errors.ts';
import { policyKeyOf } from '../../../../src/domain/key-type.ts';
import { IssuanceWorld, withLockFolder } from '../issuance-world.ts';

const TARGET = { vault: 'contoso', name: 'www' };
const POLICY = acmePolicy(['example.com'], policyKeyOf('ec-p256'));
const DELETED: DeletedCertificate = {
  ...TARGET,
  thumbprint: undefined,
  notAfter: undefined,
  deletedOn: undefined,
  purgedOn: new Date('2027-02-01T00:00:00Z'),
  purgeable: true,
  tags: {},
};

/** The answer was lost on its way, or the network is. */
const lost = (): CertError => new CertError('HostTimeout', { host: 'contoso', seconds: 30 });

class World extends IssuanceWorld {
  /** What each look at the deleted certificate finds; the last one stays. */
  looks: readonly (DeletedCertificate | 'lost' | undefined)[] = [DELETED];
  mishap: 'answer-lost' | 'refused' | undefined;
  #looked = 0;

  get services() {
    const upkeep: Pick<CertificateUpkeep, 'delete' | 'findDeleted' | 'recover'> = {
      delete: (name) => {
        this.vault.softDelete(name);
        // The request was made again, and found nothing any more.
        return Promise.resolve(this.mishap === 'answer-lost' ? undefined : DELETED);
      },
      findDeleted: () => {
        const found = this.looks[Math.min(this.#looked, this.looks.length - 1)];
        this.#looked += 1;
        return found === 'lost' ? Promise.reject(lost()) : Promise.resolve(found);
      },
      recover: (name) => {
        if (this.mishap !== 'refused') this.vault.put(name, POLICY, {});
        return this.mishap === undefined ? Promise.resolve() : Promise.reject(lost());
      },
    };
    return { ...this.desk, upkeepOf: () => upkeep as CertificateUpkeep };
  }

  async delete() {
    const deletion = await prepareDeletion(this.services, TARGET, new AbortController().signal);
    return deletion.carryOut(this.reporter, new AbortController().signal);
  }

  find() {
    return findDeleted(this.services, TARGET, new AbortController().signal, this.reporter);
  }

  async recover(signal = new AbortController().signal) {
    return (await this.find()).recover(this.reporter, signal);
  }

  get deeds(): readonly (string | undefined)[][] {
    return this.endings.map(({ kind, outcome, errorCode }) => [kind, outcome, errorCode]);
  }
}

const refusal =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    isCertError(error, code);

const inWorld = (work: (world: World) => Promise<void>) => () =>
  withLockFolder((folder) => work(new World(folder)));

describe('deleting a certificate', () => {
  it(
    'ends when the vault shows it as deleted',
    inWorld(async (world) => {
      world.vault.put('www', POLICY, {});
      world.looks = [undefined, undefined, DELETED];
      assert.deepEqual(await world.delete(), DELETED);
      assert.deepEqual(world.clock.slept, [1000, 1000]);
      assert.deepEqual(world.deeds, [['delete', 'done', undefined]]);
    }),
  );

  it(
    'is done although nobody can see the end of it',
    inWorld(async (world) => {
      world.vault.put('www', POLICY, {});
      world.looks = [undefined, 'lost'];
      assert.deepEqual(await world.delete(), DELETED);
      assert.deepEqual(world.deeds, [['delete', 'done', undefined]]);
    }),
  );

  it(
    'is done where its answer was lost, and the second request finds nothing',
    inWorld(async (world) => {
      world.vault.put('www', POLICY, {});
      world.mishap = 'answer-lost';
      world.looks = [undefined, DELETED];
      assert.deepEqual(await world.delete(), DELETED);
      assert.deepEqual(world.deeds, [['delete', 'done', undefined]]);
    }),
  );
});

describe('a deleted certificate', () => {
  it(
    'is waited for where somebody else has deleted it a moment ago',
    inWorld(async (world) => {
      world.looks = [undefined, undefined, undefined, DELETED];
      assert.equal((await world.find()).name, 'www');
      assert.deepEqual(
        world.notes.map(({ kind }) => kind),
        ['perhaps-just-deleted'],
      );
    }),
  );

  it(
    'is not waited for without end, and not at all while the certificate is there',
    inWorld(async (world) => {
      world.looks = [undefined];
      await assert.rejects(world.find(), refusal('NotDeleted'));
      const waited = world.clock.slept.reduce((sum, wait) => sum + wait, 0);
      assert.ok(waited >= 9000 && waited <= 20_000, String(waited));
      world.vault.put('www', POLICY, {});
      const before = world.clock.slept.length;
      await assert.rejects(world.find(), refusal('NotDeleted'));
      assert.equal(world.clock.slept.length, before);
    }),
  );

  it(
    'is recovered where the answer was lost and it comes back, and not where it does not',
    inWorld(async (world) => {
      world.mishap = 'answer-lost';
      await world.recover();
      world.vault.softDelete('www');
      world.mishap = 'refused';
      await assert.rejects(world.recover(), refusal('HostTimeout'));
      assert.deepEqual(world.deeds, [
        ['recover', 'done', undefined],
        ['recover', 'failed', 'HostTimeout'],
      ]);
    }),
  );
});
