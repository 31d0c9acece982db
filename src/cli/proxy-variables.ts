/** The variables that name a proxy, as everybody below takes them: our agents and the Azure SDK. */
import { CertError } from '../domain/errors.ts';

/** In the order in which proxy-from-env looks for the proxy of an https URL. */
const USED = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
/** The SDK reads them where the others are not set, and breaks at what is no URL. */
const ALSO_READ = ['http_proxy', 'HTTP_PROXY'];

/**
 * Writes `host:port` as `http://host:port`, as curl takes it.
 * @throws CertError InvalidOption for what is no proxy's URL
 */
export function completeProxyVariables(env: NodeJS.ProcessEnv): void {
  const used = USED.find((variable) => env[variable]);
  for (const variable of [...USED, ...ALSO_READ]) {
    const value = env[variable];
    if (!value) continue;
    const url = value.includes('://') ? value : `http://${value}`;
    if (!URL.canParse(url) || (variable === used && !/^https?:/i.test(url))) {
      throw new CertError('InvalidOption', {
        option: variable,
        value: withoutCredentials(value),
        expected: 'the URL of a proxy, http://HOST:PORT',
      });
    }
    env[variable] = url;
  }
}

function withoutCredentials(value: string): string {
  return value.replace(/^(?<scheme>[^/]*:\/\/)?.*@/s, '$<scheme>***@');
}
