import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePebble } from '../../scripts/provision/pebble.ts';
import { ensureStepCa } from '../../scripts/provision/step-ca.ts';
import { byHost } from './acme/by-host.ts';
import { startLetsEncrypt } from './acme/lets-encrypt.ts';
import { txtLookup } from './acme/scripted/challenges.ts';
import { SCRIPTED_CA_HOST } from './acme/scripted/directory.ts';
import { ScriptedCa } from './acme/scripted/scripted-ca.ts';
import { startStepCa, type StepCa } from './acme/step-ca.ts';
import type { Now } from './api.ts';
import { createArmApi } from './arm/arm-api.ts';
import { createClock } from './clock.ts';
import { startControlServer } from './control/control-server.ts';
import { createDohApi } from './dns/doh-api.ts';
import { startNameServers } from './dns/name-servers.ts';
import { FaultBook } from './faults/fault-book.ts';
import { directoryOf, identitiesOf } from './identity/directory.ts';
import { IssuedTokens } from './identity/issued-tokens.ts';
import { createLoginApi } from './identity/login-api.ts';
import { SignInBook } from './identity/sign-in-book.ts';
import { createSigningKey } from './identity/signing-key.ts';
import { createTokenVerifier } from './identity/token-verifier.ts';
import { issueUserToken } from './identity/user-tokens.ts';
import { createKeyVaultApi, type KeyVault, type KeyVaultOptions } from './keyvault/keyvault-api.ts';
import { RequestLog } from './log/request-log.ts';
import { probeAll } from './probe.ts';
import { startConnectProxy } from './proxy/connect-proxy.ts';
import { TunnelClients } from './proxy/tunnel-clients.ts';
import { describeReady, type Ready } from './ready.ts';
import { SERVER_NAMES } from './server/hosts.ts';
import { startApiServer } from './server/server.ts';
import { createCertificateAuthority } from './tls/certificate-authority.ts';
import type { World } from './world.ts';
import { toArmWorld, toKeyVault, toKeyVaults } from './world-views.ts';
import { createWorld, type WorldMaker, type WorldName } from './worlds/worlds.ts';

export interface SandboxOptions {
  /** A named world, or what to make of the default one, for instance thousands of vaults. */
  readonly world?: WorldName | WorldMaker;
  /**
   * Port for all name servers: the authoritative ones at 127.0.0.2 and 127.0.0.3, the resolver view
   * at 127.0.0.1. Without it all three stand on free ports of 127.0.0.1.
   */
  readonly dnsPort?: number;
  /** Pebble's switches (`PEBBLE_…`) where they differ from pebble.ts. */
  readonly pebbleEnv?: Readonly<Record<string, string>>;
  /** Whether there is a step-ca, too; few tests need a second ACME server that nobody here wrote. */
  readonly stepCa?: boolean;
  /** How long Key Vault takes for what it does in the background. */
  readonly keyVaultDelays?: NonNullable<KeyVaultOptions['delays']>;
  /** The sandbox's time before the control endpoint moves it; default: the machine's. */
  readonly now?: Now;
  /** Receives a line per step that takes time, and Pebble's last words. */
  readonly progress?: (line: string) => void;
  /** Ends the start; what was started by then is closed. */
  readonly signal?: AbortSignal;
}

export interface Sandbox {
  readonly ready: Ready;
  /** Ends every server and process and removes the temporary files. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the whole world; resolves when everything answers.
 *
 * @throws Error with what is missing, after closing what had been started.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  await using started = new AsyncDisposableStack();
  const ready = await start(options, started);
  const running = started.move();
  return { ready, close: () => running.disposeAsync() };
}

async function start(options: SandboxOptions, started: AsyncDisposableStack): Promise<Ready> {
  const progress = options.progress ?? (() => undefined);
  const binary = await unlessAborted(ensurePebble(progress), options.signal);
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-sandbox-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));

  const authority = await createCertificateAuthority(Date.now());
  const ca = authority.certificatePem;
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca);

  const clock = createClock(options.now);
  const { now } = clock;
  const world = await createWorld(options.world, now());
  const directory = directoryOf(world);
  const key = await createSigningKey();
  const tokens = new IssuedTokens();
  const signIns = new SignInBook(world.signInRules ?? [], tokens, now);
  const { publicKey } = key;
  const verifyToken = createTokenVerifier({ directory, publicKey, signIns, now });
  const arm = createArmApi({ world: toArmWorld(world), verifyToken, now });
  const keyVault = await createKeyVault(world, {
    verifyToken,
    inForce: (caller) => arm.roles.inForce(caller),
    findMade: (name) => {
      const made = arm.vaults.reachable(name);
      return made === undefined ? undefined : toKeyVault(made);
    },
    isReachable: (name) => arm.vaults.reachable(name) !== undefined,
    now,
    delays: options.keyVaultDelays ?? {},
  });

  const dns = await startNameServers({ zones: arm.zones, port: options.dnsPort ?? 0, now });
  started.defer(() => dns.close());

  const letsEncrypt = await startLetsEncrypt({
    binary,
    folder,
    authority,
    resolver: dns.resolver.address,
    env: options.pebbleEnv ?? {},
    onDeath: progress,
  });
  started.defer(() => letsEncrypt.close());

  const stepCa =
    options.stepCa === true ? await startStep(folder, dns.resolver.address, progress) : undefined;
  started.defer(() => stepCa?.close());
  const scriptedCa = new ScriptedCa({ lookUp: txtLookup(dns.resolver.address), now });

  const log = new RequestLog();
  const faults = new FaultBook();
  const clients = new TunnelClients();
  const server = await startApiServer({
    apis: {
      login: createLoginApi({ directory, key, tokens, now }),
      arm: arm.api,
      keyvault: keyVault.api,
      acme: byHost({ ...letsEncrypt.apis, [SCRIPTED_CA_HOST]: scriptedCa.api, ...stepCa?.apis }),
      doh: createDohApi(dns.askOverHttps),
    },
    certificate: await authority.issue(SERVER_NAMES),
    log,
    faults,
    identities: identitiesOf(directory),
    clients,
  });
  started.defer(() => server.close());
  const proxy = await startConnectProxy(server.port, clients);
  started.defer(() => proxy.close());
  // What the sandbox asks itself while it starts is nobody's business.
  let ownQueries = 0;
  const control = await startControlServer({
    log,
    faults,
    clock,
    refused: proxy.refused,
    signIns,
    scriptedCa,
    providers: keyVault.providers,
    issueUserToken: (request) => issueUserToken(request, { directory, key, tokens, signIns, now }),
    state: () => ({ vaults: keyVault.snapshot(), zones: arm.snapshot() }),
    nameServers: {
      'authoritative-1': (behaviour) => {
        dns.set(0, behaviour);
      },
      'authoritative-2': (behaviour) => {
        dns.set(1, behaviour);
      },
    },
    dnsQueries: () => dns.queries().slice(ownQueries),
    azure: arm,
  });
  started.defer(() => control.close());

  const authoritative = dns.authoritative.map(({ address }) => address);
  const addresses = {
    proxy: `http://127.0.0.1:${proxy.port}`,
    control: control.url,
    caFile,
    resolver: dns.resolver.address,
    dnsServers: options.dnsPort === 53 ? [] : authoritative,
    management: letsEncrypt.management,
    stagingManagement: letsEncrypt.stagingManagement,
    ...(stepCa && { stepCaRoot: stepCa.root }),
  };
  options.signal?.throwIfAborted();
  await probeAll(world, { ...addresses, authoritative }, ca);
  log.clear();
  ownQueries = dns.queries().length;
  return describeReady(world, addresses);
}

async function startStep(
  folder: string,
  resolver: string,
  progress: (line: string) => void,
): Promise<StepCa> {
  const binary = await ensureStepCa(progress);
  return startStepCa({ binary, folder: join(folder, 'step-ca'), resolver, onDeath: progress });
}

async function createKeyVault(
  world: World,
  options: Omit<KeyVaultOptions, 'vaults'>,
): Promise<KeyVault> {
  const keyVault = createKeyVaultApi({ ...options, vaults: toKeyVaults(world) });
  for (const { name, certificates = [], operations = [] } of world.vaults) {
    if (typeof certificates === 'function') keyVault.seedLater(name, certificates);
    else for (const certificate of certificates) keyVault.seed(name, certificate);
    for (const operation of operations) await keyVault.seedOperation(name, operation);
  }
  return keyVault;
}

async function unlessAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  return Promise.race([work, aborted]);
}
