import type { Answer } from 'dns-packet';

export interface Question {
  /** As it was asked, whatever its case. */
  readonly name: string;
  readonly type: string;
}

export interface Reply {
  readonly rcode: Rcode;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  /** AA: the answer comes from the zone itself. */
  readonly authoritative: boolean;
}

/** Values of RFC 1035 section 4.1.1. */
export const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

export type Rcode = keyof typeof RCODES;

export function emptyReply(rcode: Rcode): Reply {
  return { rcode, answers: [], authorities: [], authoritative: false };
}
