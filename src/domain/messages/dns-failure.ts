/** Why a name server gave no answer, in words. */
import type { Translate } from '../translate.ts';

/** `ns1.example (no answer in time)`. */
export function silentServer(
  { server, failure }: { readonly server: string; readonly failure: string },
  t: Translate,
): string {
  return t('{0} ({1})', server, reason(failure, t));
}

/** @param failure - a code of node:dns or of the product; others are shown as they are */
function reason(failure: string, t: Translate): string {
  switch (failure) {
    case 'ETIMEOUT':
    case 'HostTimeout':
      return t('no answer in time');
    case 'ECONNREFUSED':
    case 'HostUnreachable':
      return t('cannot be reached');
    case 'ENOTFOUND':
      return t('has no address');
    case 'EREFUSED':
      return t('refuses to answer');
    case 'ESERVFAIL':
      return t('could not find out');
    case 'ProxyRefused':
      return t('refused by the proxy');
    case 'TlsUntrusted':
      return t('its certificate is not trusted');
    case 'EBADRESP':
      return t('answers with something else');
    default:
      return failure;
  }
}
