/** A preflight in memory, in which every check is content until a test says otherwise. */
import { preflight } from '../../../../src/app/preflight/preflight.ts';
import type { PreflightServices, PreflightWish } from '../../../../src/app/preflight/preflight.ts';
import type { AzureAccess } from '../../../../src/domain/azure-access.ts';
import type { Permission } from '../../../../src/domain/azure-rights.ts';
import { resolveCa } from '../../../../src/domain/certificate-authorities.ts';
import type { NameServers } from '../../../../src/domain/name-servers.ts';
import type { CheckResult, Preflight, PreflightCheck } from '../../../../src/domain/preflight.ts';
import { CREATE, IssuanceWorld } from '../issuance-world.ts';

const EVERYTHING: Permission = {
  actions: ['*'],
  notActions: [],
  dataActions: ['*'],
  notDataActions: [],
  isConditional: false,
};
const CALLER = { tenantId: 'tenant', objectId: 'anna' };

export class PreflightWorld {
  readonly issuance = new IssuanceWorld('no locks are taken');
  /** The methods of a test stand in front of these. */
  access: AzureAccess = {
    inTenant: () => this.access,
    caller: () => Promise.resolve(CALLER),
    permissions: () => Promise.resolve([EVERYTHING]),
    hiddenGrants: () => Promise.resolve([]),
    accessPolicies: () => Promise.resolve(undefined),
    locks: () => Promise.resolve([]),
  };
  nameServers: NameServers = this.issuance.dns.nameServers;
  wish: PreflightWish = { ...CREATE, ca: resolveCa('letsencrypt'), agreesToTerms: true };
  history: Awaited<ReturnType<PreflightServices['history']['read']>>['entries'] = [];
  /** What was heard of while it ran. */
  readonly told: CheckResult[] = [];
  caaIdentities: readonly string[] = ['letsencrypt.org'];

  constructor() {
    const { ca } = this.issuance;
    const plain = ca.directory.bind(ca);
    ca.directory = async (signal) => {
      return { ...(await plain(signal)), caaIdentities: this.caaIdentities };
    };
  }

  get services(): PreflightServices {
    const { desk } = this.issuance;
    const { access, nameServers, history: entries } = this;
    const read = (): ReturnType<typeof desk.history.read> =>
      Promise.resolve({ entries, damaged: 0 });
    return { ...desk, access, nameServers, history: { ...desk.history, read } };
  }

  run(signal = new AbortController().signal): Promise<Preflight> {
    return preflight(this.services, this.wish, signal, (ended) => this.told.push(...ended));
  }

  /** What one check says: each verdict with the kind of its finding or the code of its error. */
  async said(check: PreflightCheck): Promise<readonly string[]> {
    const { results } = await this.run();
    return results.filter((result) => result.check === check).map(briefly);
  }
}

/** `verdict: finding`; an error by its code, what was not looked at by whom it waits for. */
export function briefly({ verdict, finding }: CheckResult): string {
  if (finding.kind === 'error') return `${verdict}: ${finding.error.code}`;
  if (finding.kind === 'not-looked') return `${verdict}: see ${finding.because}`;
  return `${verdict}: ${finding.kind}`;
}
