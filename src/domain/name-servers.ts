/** Asking name servers: the port that the DNS layer implements. Names come without trailing dots. */
import type { CaaLookup } from './caa.ts';

export interface NameServers {
  /**
   * The NS set by which `zone` is really delegated, lower case, sorted; `[]` when the public DNS
   * has no such zone cut; `undefined` when nobody could be asked (then nothing is known).
   */
  delegation(zone: string, signal?: AbortSignal): Promise<readonly string[] | undefined>;
  /**
   * Asks every authoritative server of `zone` (or the servers that the user configured) for the
   * TXT values of `record`, following CNAMEs to the zones that they lead to. `record` stands in
   * `zone`; where it is a CNAME, the zones of its targets are found by the implementation.
   */
  lookTxt(
    record: string,
    zone: { readonly name: string; readonly nameServers: readonly string[] },
    signal?: AbortSignal,
  ): Promise<TxtLook>;
  /**
   * For how many seconds the servers that `lookTxt` asks may go on saying that a record of `zone`
   * does not exist, if they are asked before it does: 0 for authoritative servers. For recursive
   * ones, which only a user can name, it is the zone's negative TTL (RFC 2308 §5); `undefined`
   * where that could not be asked.
   */
  absenceSeconds(zone: string, signal?: AbortSignal): Promise<number | undefined>;
  /**
   * Where `record` leads to when CNAMEs are followed; `[record]` when there is none, and where only
   * servers could be asked that would remember its absence.
   * Ends at a target for which nobody answers. Rejects with CnameLoop, or NameServersUnreachable
   * when no server of the record's own zone answers.
   */
  cnameChain(record: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** The CAA records that hold for `name`, which has no `*.` in front: its own or those above it. */
  caa(name: string, signal?: AbortSignal): Promise<CaaLookup>;
}

/** What the servers said at one moment. */
export interface TxtLook {
  /** `record` and the CNAME targets that were followed from it. */
  readonly chain: readonly string[];
  readonly servers: readonly ServerAnswer[];
  /** True if the chain came back to itself or exceeded eight hops. */
  readonly loop: boolean;
}

/** Those of the servers that gave no answer. */
export function silentServers(
  answers: readonly ServerAnswer[],
): readonly { readonly server: string; readonly failure: string }[] {
  return answers.flatMap(({ server, failure }) =>
    failure === undefined ? [] : [{ server, failure }],
  );
}

export interface ServerAnswer {
  /** Host name or address with port, for people. */
  readonly server: string;
  /** Joined TXT strings; empty when the name or type does not exist there. */
  readonly values: readonly string[];
  /** Set when the server gave no answer (time-out, refused, SERVFAIL): its code. */
  readonly failure: string | undefined;
}
