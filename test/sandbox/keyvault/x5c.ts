import { X509Certificate } from 'node:crypto';
import { badParameter } from './errors.ts';

/**
 * The certificates of a merge. The service decodes leniently (recorded): an item may be the base64
 * of DER, or the base64 of a PEM body with or without its markers. Items that are no certificate
 * are passed over.
 * @returns DER, in the order sent
 * @throws ApiError 400 where not one item is a certificate
 */
export function decodeX5c(items: readonly string[]): Buffer[] {
  const certificates = items.flatMap((item) => {
    const bytes = Buffer.from(item, 'base64');
    const certificate = parse(bytes) ?? parse(fromPemText(bytes.toString('latin1')));
    return certificate === undefined ? [] : [certificate.raw];
  });
  if (certificates.length === 0) {
    throw badParameter('Property x5c has invalid value X5C must has at least one valid item');
  }
  return certificates;
}

function fromPemText(text: string): Buffer {
  return Buffer.from(text.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64');
}

function parse(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}
