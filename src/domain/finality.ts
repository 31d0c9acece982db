/**
 * Whether coming back to a failed issuance can help. Once the CA has been told to issue, only what
 * may pass keeps an issuance in the journal; what will be the same at every attempt ends it.
 */
import { isCertError, type CertError } from './errors.ts';

/** True if the same attempt will fail in the same way tomorrow. */
export function isFinal(error: CertError): boolean {
  if (isCertError(error, 'AcmeProblem')) return isRefusal(error.facts.status);
  if (isCertError(error, 'KeyVaultRefused')) return isRefusal(error.facts.status);
  // Some servers answer for what they have forgotten with a page instead of a problem document.
  if (isCertError(error, 'UnexpectedAnswer')) return [404, 410].includes(error.facts.status);
  return (
    isCertError(error, 'OrderInvalid') ||
    isCertError(error, 'ChainUnusable') ||
    isCertError(error, 'CertificateMismatch') ||
    isCertError(error, 'CertificateChanged')
  );
}

/** 429 asks to come back, 408 and 5xx are the server's own trouble. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
