/** What the certification authorities behind named issuers do with a vault's requests. */

export interface ProviderBehaviour {
  /** `wait`: nothing comes until somebody tells it otherwise. */
  readonly outcome: 'complete' | 'fail' | 'reject' | 'wait';
  /** Milliseconds from the request on; what issuer `Self` takes where it is not given. */
  readonly afterMs?: number;
  /** Of the error, where the outcome is one. */
  readonly message?: string;
  /** It goes on although somebody asked for cancellation. */
  readonly ignoresCancellation?: boolean;
}

const DEFAULT: ProviderBehaviour = { outcome: 'complete' };

/** The documented codes: the issuer's fault, the user's fault. */
const FAILURES = {
  fail: {
    code: 'Certificate issuer error',
    message: 'The certificate issuer could not process the request.',
  },
  reject: {
    code: 'Request rejected',
    message: 'The certificate request was rejected by the certificate issuer.',
  },
};

/** By vault and issuer. What is told holds for requests that are under way, too. */
export class ProviderBook {
  readonly #behaviours = new Map<string, ProviderBehaviour>();

  set(vault: string, issuer: string, behaviour: ProviderBehaviour): void {
    this.#behaviours.set(key(vault, issuer), behaviour);
  }

  behaviourOf(vault: string, issuer: string): ProviderBehaviour {
    return this.#behaviours.get(key(vault, issuer)) ?? DEFAULT;
  }
}

/** @returns undefined where the behaviour is not a failure */
export function failureOf({
  outcome,
  message,
}: ProviderBehaviour): { readonly code: string; readonly message: string } | undefined {
  if (outcome !== 'fail' && outcome !== 'reject') return undefined;
  return { ...FAILURES[outcome], ...(message === undefined ? {} : { message }) };
}

function key(vault: string, issuer: string): string {
  return `${vault}/${issuer}`.toLowerCase();
}
