/** What was issued from this machine: one JSON line for each, appended, never rewritten. */
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { IssuanceCa, IssuancePlan, IssuedCertificate } from '../domain/issuance.ts';
import type { Clock } from '../domain/runtime.ts';
import { makeFolder, unwritable } from './state-files.ts';

/** What is remembered of a plan; of a certificate that Key Vault has renewed the issuer is the CA. */
type IssuedPlan = Pick<IssuancePlan, 'id' | 'kind'> & { readonly ca: Pick<IssuanceCa, 'id'> };

export interface History {
  add(plan: IssuedPlan, issued: IssuedCertificate): Promise<void>;
}

export function openHistory(file: string, clock: Clock): History {
  return {
    async add({ id, kind, ca }, { vault, name, version, thumbprint, dnsNames, notAfter }) {
      const at = new Date(clock.now()).toISOString();
      const line = {
        at,
        id,
        kind,
        vault,
        name,
        version,
        thumbprint,
        dnsNames,
        notAfter,
        ca: ca.id,
      };
      await unwritable(file, async () => {
        await makeFolder(dirname(file));
        await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      });
    },
  };
}
