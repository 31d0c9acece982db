import type { IncomingMessage } from 'node:http';
import { ApiError } from '../api.ts';
import type { ScriptedCa } from '../acme/scripted/scripted-ca.ts';
import type { Clock } from '../clock.ts';
import type { NameServerBehaviour } from '../dns/authoritative-server.ts';
import type { DnsQuery } from '../dns/name-servers.ts';
import type { FaultBook, FaultState } from '../faults/fault-book.ts';
import { FaultSyntaxError, parseFault } from '../faults/parse-fault.ts';
import type { SignInBook } from '../identity/sign-in-book.ts';
import type { UserToken, UserTokenRequest } from '../identity/user-tokens.ts';
import type { ProviderBook } from '../keyvault/providers.ts';
import type { RequestLog } from '../log/request-log.ts';
import { azureRoutes, type AzureControl } from './azure-routes.ts';
import { ControlError, readJson, readNumber, readObject } from './json-http.ts';
import { providerRoutes } from './provider-routes.ts';
import { route, type Call, type Route } from './route.ts';
import { scriptedCaRoutes } from './scripted-ca-routes.ts';
import { readSignInRule, readTokenRequest } from './sign-in-requests.ts';

export interface ControlOptions {
  readonly log: RequestLog;
  readonly faults: FaultBook;
  readonly clock: Clock;
  /** Host names that the proxy refused. */
  readonly refused: () => readonly string[];
  readonly state: () => Readonly<Record<string, unknown>>;
  /** Everything that the name servers were asked. */
  readonly dnsQueries: () => readonly DnsQuery[];
  /** The authoritative name servers by name. */
  readonly nameServers: Readonly<Record<string, NameServerControl>>;
  readonly azure: AzureControl;
  readonly signIns: SignInBook;
  /** Absent in tests of the endpoint itself. */
  readonly scriptedCa?: ScriptedCa;
  /** Behind the vaults' named issuers; absent likewise. */
  readonly providers?: ProviderBook;
  /** @throws ApiError with Entra's error document */
  readonly issueUserToken: (request: UserTokenRequest) => Promise<UserToken>;
}

export type NameServerControl = (behaviour: NameServerBehaviour) => void;

const LONG_POLL_MS = 30_000;

/** @param ending aborts long polls when the sandbox ends. */
export function createRoutes(options: ControlOptions, ending: AbortSignal): readonly Route[] {
  const { scriptedCa, providers } = options;
  return [
    ...observationRoutes(options, ending),
    ...signInRoutes(options),
    ...azureRoutes(options.azure),
    ...(scriptedCa === undefined ? [] : scriptedCaRoutes(scriptedCa)),
    ...(providers === undefined ? [] : providerRoutes(providers)),
  ];
}

function signInRoutes({ signIns, issueUserToken }: ControlOptions): readonly Route[] {
  return [
    route('POST', /^\/tokens$/, async ({ incoming }) => {
      try {
        return { body: await issueUserToken(await readTokenRequest(incoming)) };
      } catch (error) {
        if (error instanceof ApiError) return error.response;
        throw error;
      }
    }),
    route('GET', /^\/sign-in-rules$/, () => ({ body: signIns.list() })),
    route('POST', /^\/sign-in-rules$/, async ({ incoming }) => ({
      status: 201,
      body: signIns.add(await readSignInRule(incoming)),
    })),
    route('DELETE', /^\/sign-in-rules$/, () => {
      signIns.reset();
      return { body: signIns.list() };
    }),
    route('DELETE', /^\/sign-in-rules\/([^/]+)$/, ({ parameter }) => {
      if (!signIns.remove(parameter)) {
        throw new ControlError(404, `There is no sign-in rule ${parameter}.`);
      }
      return { body: signIns.list() };
    }),
  ];
}

function observationRoutes(options: ControlOptions, ending: AbortSignal): readonly Route[] {
  const { log, faults, clock } = options;
  return [
    route('GET', /^\/log$/, ({ url }) => ({
      body: log.list(readNumber(url.searchParams.get('since'), 'since', 0, 0)),
    })),
    route('GET', /^\/refused$/, () => ({ body: options.refused() })),
    route('GET', /^\/state$/, () => ({ body: options.state() })),
    route('GET', /^\/faults$/, () => ({ body: faults.list() })),
    route('POST', /^\/faults$/, async ({ incoming }) => ({
      status: 201,
      body: faults.add(readFault(await readJson(incoming))),
    })),
    route('DELETE', /^\/faults$/, () => {
      faults.clear();
      return { body: [] };
    }),
    route('GET', /^\/faults\/([^/]+)$/, async (call) => ({
      body: known(await waitForFault(faults, call, ending), call.parameter),
    })),
    route('POST', /^\/faults\/([^/]+)\/release$/, ({ parameter }) => {
      faults.release(parameter);
      return { body: known(faults.get(parameter), parameter) };
    }),
    route('GET', /^\/dns\/queries$/, () => ({ body: options.dnsQueries() })),
    route('PUT', /^\/dns\/([^/]+)$/, async ({ incoming, parameter }) => {
      const server = Object.hasOwn(options.nameServers, parameter)
        ? options.nameServers[parameter]
        : undefined;
      if (server === undefined) {
        const names = Object.keys(options.nameServers).join(', ');
        throw new ControlError(404, `There is no name server ${parameter}, only ${names}.`);
      }
      const behaviour = await readBehaviour(incoming);
      server(behaviour);
      return { body: behaviour };
    }),
    route('PUT', /^\/clock$/, async ({ incoming }) => {
      const body = await readObject(incoming, ['offsetMs']);
      const offsetMs = readNumber(body['offsetMs'], 'offsetMs', -Infinity, undefined);
      if (offsetMs === undefined) throw new ControlError(400, '`offsetMs` is missing.');
      clock.setOffset(offsetMs);
      return { body: { offsetMs, now: new Date(clock.now()).toISOString() } };
    }),
  ];
}

function readFault(input: unknown) {
  try {
    return parseFault(input);
  } catch (error) {
    if (error instanceof FaultSyntaxError) throw new ControlError(400, error.message);
    throw error;
  }
}

/** `?wait=held|done` waits for it, at most `timeoutMs`; the answer says how far it came. */
async function waitForFault(
  faults: FaultBook,
  { url, parameter }: Call,
  ending: AbortSignal,
): Promise<FaultState | undefined> {
  const what = url.searchParams.get('wait');
  if (what === null) return faults.get(parameter);
  if (what !== 'held' && what !== 'done') {
    throw new ControlError(400, '`wait` is "held" or "done".');
  }
  const asked = readNumber(url.searchParams.get('timeoutMs'), 'timeoutMs', 0, LONG_POLL_MS);
  const timeout = AbortSignal.timeout(Math.min(asked, LONG_POLL_MS));
  return faults.wait(parameter, what, AbortSignal.any([timeout, ending]));
}

function known(state: FaultState | undefined, id: string): FaultState {
  if (state === undefined) throw new ControlError(404, `There is no fault ${id}.`);
  return state;
}

async function readBehaviour(incoming: IncomingMessage): Promise<NameServerBehaviour> {
  const body = await readObject(incoming, ['visibleAfterMs', 'answerDelayMs', 'silent']);
  const visibleAfterMs = readNumber(body['visibleAfterMs'], 'visibleAfterMs', 0, undefined);
  const answerDelayMs = readNumber(body['answerDelayMs'], 'answerDelayMs', 0, undefined);
  const silent = body['silent'];
  if (silent !== undefined && typeof silent !== 'boolean') {
    throw new ControlError(400, '`silent` is true or false.');
  }
  return {
    ...(visibleAfterMs === undefined ? {} : { visibleAfterMs }),
    ...(answerDelayMs === undefined ? {} : { answerDelayMs }),
    ...(silent === undefined ? {} : { silent }),
  };
}
