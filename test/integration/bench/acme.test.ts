/**
 * The parts of `npm run bench`, run once and small, so that they go on working between two
 * measurements. Nothing is said of times here: the machine is busy with other tests.
 */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { acmeClientAuto, QUICK } from '../../bench/acme/acme-client-auto.ts';
import type { Contestant, Job } from '../../bench/acme/contest.ts';
import { onCourse } from '../../bench/acme/course.ts';
import { ours } from '../../bench/acme/ours.ts';
import { report, summaryOf } from '../../bench/acme/report.ts';
import { countRequests } from '../../bench/acme/requests.ts';
import { runRounds } from '../../bench/acme/rounds.ts';

interface Issued {
  readonly job: Job;
  readonly chain: string;
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const progress = (): void => undefined;

describe('the benchmark of ACME layers', () => {
  it('has certificates of every contestant, and a figure for each', async () => {
    const issued = new Map<string, Issued[]>();
    // Polling quickly: what acme-client's own pace costs is no matter of this test.
    const contestants = [ours(), acmeClientAuto('acme-client auto', QUICK)].map((contestant) => ({
      contestant: listening(contestant, issued),
      rounds: 1,
    }));
    const times = await runRounds({ delays: [0], counts: [1], contestants, progress });
    const requests = await onCourse(0, progress, countRequests);
    const summary = summaryOf({ count: 1, rounds: 1, requests, times, fullPath: [] });

    assert.deepEqual([...issued.keys()], ['kvcert', 'acme-client auto']);
    for (const [contestant, each] of issued) {
      // One before the time is taken, and the one that counts; more if Pebble had to be replaced.
      assert.ok(each.length >= 2, `${contestant} issued ${each.length}`);
      for (const certificate of each) verify(certificate);
    }
    assert.deepEqual(
      summary.times.map(({ contestant, count, delayMs, ms }) => [
        ...[contestant, count, delayMs, ms.length],
      ]),
      [
        ['kvcert', 1, 0, 1],
        ['acme-client auto', 1, 0, 1],
      ],
    );
    const { acmeClientAuto1Delay0, ...others } = summary.ratios;
    assert.ok(Number.isFinite(acmeClientAuto1Delay0), `ratio: ${acmeClientAuto1Delay0}`);
    assert.deepEqual(others, {
      ...{ acmeClientAuto50Delay50: null, acmeClientAutoQuick1Delay50: null },
      ...{ certbot50: null, certbot1Delay50: null, lego1: null },
    });
    assert.ok(Number.isInteger(summary.requests.twoNames) && summary.requests.twoNames > 0);
    assert.ok(Number.isInteger(summary.requests.head) && summary.requests.head >= 0);
    const lines = report(summary);
    assert.equal(lines.filter((line) => line.startsWith('| 1 | 0 ms | ')).length, 2);
    assert.ok(lines.includes('certbot50: not run'));
    assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
  });
});

function listening(contestant: Contestant, issued: Map<string, Issued[]>): Contestant {
  const { name } = contestant;
  return {
    name,
    async prepare(course) {
      const runner = await contestant.prepare(course);
      return {
        async issue(job, lane) {
          const chain = await runner.issue(job, lane);
          issued.set(name, [...(issued.get(name) ?? []), { job, chain }]);
          return chain;
        },
      };
    },
  };
}

/** The leaf has the names and the key of its CSR, and every certificate is signed by the next. */
function verify({ job, chain }: Issued): void {
  const [leaf, ...issuers] = (chain.match(PEM) ?? []).map((pem) => new X509Certificate(pem));
  assert.ok(leaf && issuers.length > 0, chain);
  const names = leaf.subjectAltName?.split(', ').map((name) => name.replace('DNS:', ''));
  assert.deepEqual(names?.toSorted(), job.names.toSorted());
  const asked = new Pkcs10CertificateRequest(Buffer.from(job.csrDer)).publicKey;
  assert.deepEqual(
    leaf.publicKey.export({ format: 'der', type: 'spki' }),
    Buffer.from(asked.rawData),
  );
  for (const [index, issuer] of issuers.entries()) {
    const subject = [leaf, ...issuers][index];
    assert.ok(subject?.verify(issuer.publicKey), `certificate ${index} of ${job.names[0] ?? ''}`);
  }
}
