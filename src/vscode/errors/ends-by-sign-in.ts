import type { CertError } from '../../domain/errors.ts';
import { needsSignIn } from '../sign-in/needs-sign-in.ts';

/** True where nobody was signed in, or perhaps not yet, who sees what was looked for. */
export function endsBySignIn(error: CertError | undefined): boolean {
  const isMissing = error?.code === 'NotSignedIn' || error?.code === 'VaultNotFound';
  return isMissing || needsSignIn(error);
}
