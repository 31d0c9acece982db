/** One issuance by the ACME layer alone, with a key and a CSR of the test's own. */
import type { AcmeOrderRequest, AcmeSession } from '../../../src/domain/acme.ts';
import { createPki } from '../../../src/pki/pki.ts';
import { makeCsr, makeKeys, type Keys } from '../../unit/pki/test-certificates.ts';

export const pki = createPki();

export interface Issued {
  /** PEM, leaf first. */
  readonly chain: string;
  /** DER. */
  readonly leaf: Uint8Array;
  readonly keys: Keys;
  readonly replacesDropped: true | undefined;
}

/** What has to be in DNS; nothing where Pebble takes every validation for good. */
export type Publish = (record: string, values: readonly string[]) => void;

export async function issue(
  session: AcmeSession,
  request: AcmeOrderRequest,
  options: { readonly publish?: Publish; readonly preferredChain?: string } = {},
): Promise<Issued> {
  const keys = await makeKeys();
  const csr = await makeCsr(keys, '', { names: request.names });
  const order = await session.newOrder({ profile: 'tlsserver', ...request });
  const authorizations = await session.authorizations(order);
  const open = authorizations.filter(({ status }) => status !== 'valid');
  for (const { name } of open) {
    const base = name.replace(/^\*\./, '');
    const sameRecord = open.filter((other) => other.name.replace(/^\*\./, '') === base);
    const values = sameRecord.flatMap(({ dns01 }) => dns01?.txtValue ?? []);
    options.publish?.(`_acme-challenge.${base}`, values);
  }
  const answered = Date.now();
  await Promise.all(open.flatMap(({ dns01 }) => (dns01 ? [session.answer(dns01)] : [])));
  const failed = await session.awaitValidation(order, { answered });
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  const finalized = await session.finalize(order, csr);
  const valid = await session.awaitOrder(finalized.url, ['valid']);
  const { preferredChain } = options;
  const chain = await session.downloadCertificate(valid, { preferredChain });
  const [leaf = new Uint8Array()] = pki.splitPemChain(chain);
  return { chain, leaf, keys, replacesDropped: order.replacesDropped };
}
