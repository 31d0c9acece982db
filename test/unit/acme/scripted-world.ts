/** The ACME layer over the scripted CA, with an account. */
import { acmeCaOver } from '../../../src/acme/acme-ca.ts';
import type { AccountSigner } from '../../../src/domain/account-key.ts';
import type { AcmeCa, AcmeOrder, AcmeSession } from '../../../src/domain/acme.ts';
import type { Clock } from '../../../src/domain/runtime.ts';
import { DIRECTORY_URL, type Manner, ScriptedCa } from './scripted-ca.ts';
import { MIDDLE, SILENT, SkippingClock } from './test-clock.ts';

export interface World<C extends Clock = SkippingClock> {
  readonly server: ScriptedCa;
  readonly clock: C;
  readonly ca: AcmeCa;
  readonly signer: AccountSigner;
  readonly session: AcmeSession;
}

/** `server.seen` is empty and a nonce is in the pool, as after the account was looked up. */
export async function scriptedWorld(
  manner: Manner = 'prompt',
  without: readonly string[] = [],
): Promise<World> {
  return worldWith(new SkippingClock(), manner, without);
}

export async function worldWith<C extends Clock>(
  clock: C,
  manner: Manner,
  without: readonly string[] = [],
): Promise<World<C>> {
  const server = new ScriptedCa(manner, without);
  const ca = acmeCaOver(server.exchange, DIRECTORY_URL, { clock, random: MIDDLE, log: SILENT });
  const signer = ca.localSigner(await ca.newAccountKey());
  const session = ca.session({ signer, url: await ca.registerAccount(signer) });
  server.seen.length = 0;
  return { server, clock, ca, signer, session };
}

/** An order for one name whose authorization is valid. */
export async function readyOrder({ session }: Pick<World, 'session'>): Promise<AcmeOrder> {
  const order = await session.newOrder({ names: ['example.com'] });
  await answerAll(session, order);
  return order;
}

export async function answerAll(session: AcmeSession, order: AcmeOrder): Promise<void> {
  const authorizations = await session.authorizations(order);
  await Promise.all(
    authorizations.map(({ dns01 }) => (dns01 ? session.answer(dns01) : Promise.resolve())),
  );
}
