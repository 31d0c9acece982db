/** What the certification authorities behind a vault's named issuers are told to do. */
import type { IncomingMessage } from 'node:http';
import type { ProviderBehaviour, ProviderBook } from '../keyvault/providers.ts';
import { ControlError, readNumber, readObject } from './json-http.ts';
import { route, type Route } from './route.ts';

const OUTCOMES = ['complete', 'fail', 'reject', 'wait'] as const;

/** `PUT /issuers/{vault}/{issuer}`; the issuer need not be there yet. */
export function providerRoutes(providers: ProviderBook): readonly Route[] {
  return [
    route('PUT', /^\/issuers\/([^/]+\/[^/]+)$/, async ({ incoming, parameter }) => {
      const [vault = '', issuer = ''] = parameter.split('/').map(decodeURIComponent);
      const behaviour = await readBehaviour(incoming);
      providers.set(vault, issuer, behaviour);
      return { body: behaviour };
    }),
  ];
}

async function readBehaviour(incoming: IncomingMessage): Promise<ProviderBehaviour> {
  const body = await readObject(incoming, ['outcome', 'afterMs', 'message', 'ignoresCancellation']);
  const outcome = OUTCOMES.find((each) => each === body['outcome']);
  if (outcome === undefined) {
    throw new ControlError(400, `\`outcome\` is one of ${OUTCOMES.join(', ')}.`);
  }
  const { message, ignoresCancellation } = body;
  if (message !== undefined && typeof message !== 'string') {
    throw new ControlError(400, '`message` is a text.');
  }
  if (ignoresCancellation !== undefined && typeof ignoresCancellation !== 'boolean') {
    throw new ControlError(400, '`ignoresCancellation` is true or false.');
  }
  const afterMs = readNumber(body['afterMs'], 'afterMs', 0, undefined);
  return {
    outcome,
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(message === undefined ? {} : { message }),
    ...(ignoresCancellation === undefined ? {} : { ignoresCancellation }),
  };
}
