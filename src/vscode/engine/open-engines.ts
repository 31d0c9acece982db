/**
 * One engine per directory, made when the first thing is asked of it. The engine and Azure's SDK are
 * loaded then, not when the editor starts.
 */
import type { TokenCredential } from '@azure/core-auth';
import type { Engine } from '../../app/engine.ts';
import type { AccountStore } from '../../domain/account-store.ts';
import type { AgreeToTerms } from '../../app/registrar.ts';
import type { ConfirmCa } from '../../app/choose-ca.ts';
import { ownerOf } from '../../app/owner.ts';
import type { Cloud } from '../../domain/cloud.ts';
import { parseDohServers } from '../../domain/doh-server.ts';
import { parseNameServers } from '../../domain/name-server-address.ts';
import type { Clock, Log } from '../../domain/runtime.ts';
import { parseZoneIds } from '../../domain/zone-id.ts';
import { caRootsOfSetting } from './ca-roots.ts';

export interface EngineSurroundings {
  readonly cloud: Cloud;
  readonly accounts: AccountStore;
  readonly agree: AgreeToTerms;
  readonly confirmCa: ConfirmCa;
  /** Journal, locks and history of all windows. */
  readonly stateFolder: string;
  /** The settings, as they are when the engine is made. */
  readonly caRootsFile: () => string;
  readonly dnsServers: () => readonly string[];
  readonly dohServers: () => readonly string[];
  readonly zones: () => readonly string[];
  readonly propagationWait: () => number;
  readonly roomWait: () => number;
  /** Who is signed in; absent: nobody has to be. */
  readonly user?: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws CertError InvalidNameServer, InvalidDohServer, InvalidZoneId; InvalidOption of a setting */
export async function openEngine(
  credential: TokenCredential,
  surroundings: EngineSurroundings,
): Promise<Engine> {
  const { createEngine } = await import('../on-demand.ts');
  const privateRoots = await caRootsOfSetting(surroundings.caRootsFile());
  const servers = surroundings.dnsServers();
  const resolvers = surroundings.dohServers();
  const zones = surroundings.zones();
  return createEngine({
    ...surroundings,
    ...(privateRoots !== undefined && { privateRoots }),
    credential,
    // The editor patches node:https for its proxy settings; an agent of ours would bypass them.
    agentFor: () => undefined,
    dnsServers: servers.length > 0 ? parseNameServers(servers.join(',')) : [],
    dohServers: resolvers.length > 0 ? parseDohServers(resolvers.join(',')) : [],
    zones: zones.length > 0 ? parseZoneIds(zones.join(',')) : [],
    propagationWaitSeconds: surroundings.propagationWait(),
    roomWaitSeconds: surroundings.roomWait(),
    owner: ownerOf(process),
  });
}
