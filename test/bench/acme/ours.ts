/** The product's ACME layer, as its issuance uses it, without Key Vault. */
import { randomBytes } from 'node:crypto';
import { createAcmeCa } from '../../../src/acme/acme-ca.ts';
import { systemClock } from '../../../src/app/system-clock.ts';
import type { AcmeSession } from '../../../src/domain/acme.ts';
import type { Contestant, Course, Job } from './contest.ts';

/** @param asked - hears `METHOD URL` of every request */
export function ours(asked: (request: string) => void = () => undefined): Contestant {
  return {
    name: 'kvcert',
    async prepare(course) {
      const registering = caOf(course, () => undefined);
      const signer = registering.localSigner(await registering.newAccountKey());
      const url = await registering.registerAccount(signer);
      // The account is known, as it is on nearly every day; the directory and nonces are not.
      const session = caOf(course, asked).session({ signer, url });
      return { issue: (job) => issue(session, job, course) };
    },
  };
}

function caOf({ directoryUrl, rootPem }: Course, asked: (request: string) => void) {
  return createAcmeCa({
    directoryUrl,
    rootCertificates: rootPem,
    agentFor: () => undefined,
    clock: systemClock,
    random: (bytes) => randomBytes(bytes).toString('hex'),
    log: {
      debug: (message, facts) => {
        if (!message.startsWith('ACME exchange')) return;
        asked(`${String(facts?.['method'])} ${String(facts?.['url'])}`);
      },
      warn: () => undefined,
    },
    version: 'bench',
  });
}

async function issue(session: AcmeSession, job: Job, course: Course): Promise<string> {
  const order = await session.newOrder({ names: job.names, profile: 'tlsserver' });
  const open = (await session.authorizations(order)).filter(({ status }) => status !== 'valid');
  for (const { name, dns01 } of open) {
    if (dns01) course.publish(`_acme-challenge.${name.replace('*.', '')}`, dns01.txtValue);
  }
  const answered = systemClock.now();
  await Promise.all(open.flatMap(({ dns01 }) => (dns01 ? [session.answer(dns01)] : [])));
  const failed = await session.awaitValidation(order, { answered });
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  const finalized = await session.finalize(order, job.csrDer);
  const valid = await session.awaitOrder(finalized.url, ['valid']);
  return session.downloadCertificate(valid, { preferredChain: undefined });
}
