import type { TokenCredential } from '@azure/core-auth';
import { CertError } from '../../domain/errors.ts';

/** For an engine of which nothing is asked that needs Azure. */
export function signedOut(): TokenCredential {
  return { getToken: () => Promise.reject(new CertError('NotSignedIn', { tried: [] })) };
}
