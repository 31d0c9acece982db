/** Keys and CSRs, made before the time is taken. */
import { randomBytes } from 'node:crypto';
import { makeCsr, makeKeys } from '../../unit/pki/test-certificates.ts';
import type { Job } from './contest.ts';

export async function makeJobs(count: number): Promise<readonly Job[]> {
  const run = randomBytes(4).toString('hex');
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const apex = `n${index}-${run}.example.com`;
      const names = [apex, `*.${apex}`];
      const csrDer = await makeCsr(await makeKeys(), '', { names });
      const base64 = Buffer.from(csrDer).toString('base64').replace(/.{64}/g, '$&\n');
      const label = 'CERTIFICATE REQUEST';
      const csrPem = `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
      return { names, csrDer, csrPem };
    }),
  );
}
