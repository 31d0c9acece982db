/**
 * One keep-alive agent for all traffic, through the proxy that HTTPS_PROXY and NO_PROXY name.
 * Node's own support for these variables came with 24 and does not reach explicit agents.
 */
import https from 'node:https';
import type { Agent, ClientRequest } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

const SOCKETS = { keepAlive: true, maxSockets: 64 } as const;

/** Agents by proxy: connections are kept from one request to the next. */
export function createAgents(): { agentFor: (url: string) => Agent; close: () => void } {
  const direct = new https.Agent(SOCKETS);
  const tunnels = new Map<string, Tunnel>();
  return {
    agentFor(url) {
      const proxy = getProxyForUrl(url);
      if (proxy === '') return direct;
      const tunnel = tunnels.get(proxy) ?? new Tunnel(proxy, SOCKETS);
      tunnels.set(proxy, tunnel);
      return tunnel;
    },
    close() {
      direct.destroy();
      for (const tunnel of tunnels.values()) tunnel.destroy();
    },
  };
}

/**
 * A refused CONNECT is answered in the clear by the proxy; without this it would look like the
 * target's own answer, and a 403 like a missing permission.
 */
class Tunnel extends HttpsProxyAgent<string> {
  /** agent-base guesses from the call stack when the caller sets no protocol, as the SDKs do. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(
    request: ClientRequest,
    options: ConnectOptions,
  ): ReturnType<HttpsProxyAgent<string>['connect']> {
    request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      if (statusCode === 200) return;
      const refusal = new Error(`the proxy answered CONNECT with ${String(statusCode)}`);
      const facts = { code: 'EPROXYREFUSED', proxy: this.proxy.host, proxyStatus: statusCode };
      request.destroy(Object.assign(refusal, facts));
    });
    return super.connect(request, options);
  }
}
