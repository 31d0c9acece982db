import { request } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';

export interface ProxiedRequest {
  readonly proxy: string;
  readonly ca: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** The name that the certificate must bear, where it is not that of the Host field. */
  readonly servername?: string;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One https request through the proxy, with the server's certificate verified; no connection is kept. */
export async function requestThroughProxy(
  url: string,
  options: ProxiedRequest,
): Promise<ProxiedAnswer> {
  const { proxy, body, method = 'GET', ...rest } = options;
  const outgoing = request(url, { ...rest, method, agent: new HttpsProxyAgent(proxy) });
  return new Promise((resolve, reject) => {
    outgoing
      .on('response', (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => {
            text += chunk;
          })
          .on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          })
          .on('error', reject);
      })
      .on('error', reject)
      .end(body);
  });
}
