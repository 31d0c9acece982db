import type { CertError } from '../../domain/errors.ts';

/** True where only the person can help, by signing in (again). */
export function needsSignIn(error: CertError | undefined): boolean {
  return error?.code === 'SignInNeeded' || error?.code === 'SignInAgain';
}
