/** Where an issuance can be stopped so that it is known which of its steps is under way. */
import assert from 'node:assert/strict';
import { until } from '../host/until.ts';
import type { Control } from '../integration/product/control.ts';
import type { IssuanceStep } from '../../src/domain/issuance.ts';

const HOUR = 3_600_000;
/** What is asked again because no answer came is held again. */
const AGAIN = { count: 10 };
const LIMIT_MS = 30_000;

/** Steps of every issuance; the form has no rehearsal. */
export type Step = Exclude<IssuanceStep, 'rehearse'>;

/**
 * Every step, in groups that can be stopped at the same time. The last one of each waits for the
 * CA: what the CA is asked names no certificate, so that the next request of its kind is held,
 * whosever it is; and while it is held the others have no nonce and do not get on with theirs.
 */
export const GROUPS: readonly (readonly Step[])[] = [
  ['check', 'publish', 'propagate', 'order'],
  ['csr', 'verify', 'validate'],
  ['merge', 'clean-up', 'finalize'],
];

export interface Point {
  /** Resolves when the issuance has come there. */
  readonly reached: () => Promise<void>;
}

/**
 * Stops the next issuance of `name` in a step: its request is held until its client has gone.
 *
 * @param when - whether the service has done what the request asks for
 */
export async function stopAt(
  control: Control,
  step: Step,
  { kind, name, when }: { kind: 'create' | 'renew'; name: string; when: 'before' | 'after' },
): Promise<Point> {
  if (step === 'propagate') {
    await delayDns(control, HOUR);
    return { reached: () => publishedIn(control, name) };
  }
  const fault = await control.fault({ kind: 'hold', when, ...requestOf(step, kind, name) });
  return {
    reached: async () => {
      await control.held(fault);
      // The removal is begun earlier and waited for here.
      if (step === 'clean-up') await settled(control, name);
    },
  };
}

/** How long the name servers do not show what was changed. */
export async function delayDns(control: Control, visibleAfterMs: number): Promise<void> {
  await control.nameServer('authoritative-1', { visibleAfterMs });
  await control.nameServer('authoritative-2', { visibleAfterMs });
}

function requestOf(
  step: Exclude<Step, 'propagate'>,
  kind: 'create' | 'renew',
  name: string,
): object {
  const certificate = (method: string, path: string) => ({
    match: { api: 'keyvault', method, path },
    ...AGAIN,
  });
  const txt = (method: string) => ({
    match: { api: 'arm', method, path: `/TXT/_acme-challenge\\.${name}\\?` },
    ...AGAIN,
  });
  const ca = (path: string) => ({ match: { api: 'acme', method: 'POST', path } });
  switch (step) {
    case 'check':
      return certificate('GET', `^/certificates/${name}/\\?`);
    case 'order':
      return ca('^/order-plz');
    case 'publish':
      return txt('PUT');
    case 'validate':
      return ca('^/chalZ/');
    case 'csr':
      return certificate('POST', `^/certificates/${name}/create`);
    case 'finalize':
      return ca('^/finalize-order/');
    case 'merge':
      return certificate('POST', `^/certificates/${name}/pending/merge`);
    case 'verify':
      // Of a renewal, the first one claims the version of before.
      return { ...certificate('PATCH', `^/certificates/${name}/`), nth: kind === 'create' ? 1 : 2 };
    case 'clean-up':
      return txt('DELETE');
  }
}

async function publishedIn(control: Control, name: string): Promise<void> {
  const isThere = async () => {
    const { zones } = await control.state();
    return zones.some(({ recordSets }) =>
      recordSets.some((set) => set.name === `_acme-challenge.${name}`),
    );
  };
  assert.ok(await until(isThere, LIMIT_MS), `nothing is published for ${name}`);
}

/** The newest version bears no claim any more. */
async function settled(control: Control, name: string): Promise<void> {
  const isSettled = async () => {
    const certificates = (await control.state()).vaults.flatMap((vault) => vault.certificates);
    const newest = certificates.find((each) => each.name === name)?.versions.at(-1);
    return newest !== undefined && 'kvcert-ca' in newest.tags && !('kvcert-owner' in newest.tags);
  };
  assert.ok(await until(isSettled, LIMIT_MS), `${name} is not issued`);
}
