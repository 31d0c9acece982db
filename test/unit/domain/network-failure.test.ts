import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import {
  isTransportFailure,
  networkFailure,
  neverReachedHost,
} from '../../../src/domain/network-failure.ts';

const HOST = 'kv.vault.azure.net';

function nodeError(code: string, message = `${code} of the socket`, extra: object = {}): Error {
  return Object.assign(new Error(message), { code }, extra);
}

describe('networkFailure', () => {
  const reason = (code: string) => ({ host: HOST, reason: `${code} of the socket` });
  const table: [string, string, object, boolean][] = [
    ['ECONNREFUSED', 'HostUnreachable', reason('ECONNREFUSED'), true],
    ['ENOTFOUND', 'HostUnreachable', reason('ENOTFOUND'), true],
    ['EAI_AGAIN', 'HostUnreachable', reason('EAI_AGAIN'), true],
    ['ECONNRESET', 'HostUnreachable', reason('ECONNRESET'), false],
    ['EPIPE', 'HostUnreachable', reason('EPIPE'), false],
    ['ETIMEDOUT', 'HostTimeout', { host: HOST, seconds: 30 }, false],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TlsUntrusted', reason('SELF_SIGNED_CERT_IN_CHAIN'), true],
    ['CERT_HAS_EXPIRED', 'TlsUntrusted', reason('CERT_HAS_EXPIRED'), true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TlsUntrusted', reason('ERR_TLS_CERT_ALTNAME_INVALID'), true],
  ];
  for (const [nodeCode, code, facts, repeatable] of table) {
    it(`makes ${code} of ${nodeCode}`, () => {
      const cause = nodeError(nodeCode);
      const error = networkFailure(cause, HOST, 30);
      assert.equal(error.code, code);
      assert.deepEqual(error.facts, facts);
      assert.equal(error.cause, cause);
      assert.equal(isTransportFailure(cause), true);
      assert.equal(neverReachedHost(cause), repeatable);
    });
  }

  it('names the proxy that refused', () => {
    const cause = nodeError('EPROXYREFUSED', 'refused', {
      proxy: '127.0.0.1:3128',
      proxyStatus: 407,
    });
    const error = networkFailure(cause, HOST, 30);
    assert.ok(isCertError(error, 'ProxyRefused'));
    assert.deepEqual(error.facts, { proxy: '127.0.0.1:3128', host: HOST, status: 407 });
  });

  it('looks through what libraries wrap around it', () => {
    const cause = new Error('fetch failed', { cause: nodeError('CERT_HAS_EXPIRED') });
    assert.equal(networkFailure(cause, HOST, 1).code, 'TlsUntrusted');
    assert.equal(neverReachedHost(cause), true);
  });

  it('tells the first address of several when the whole has no words', () => {
    const cause = Object.assign(new AggregateError([nodeError('ECONNREFUSED', 'connect ::1')]), {
      code: 'ECONNREFUSED',
    });
    assert.deepEqual(networkFailure(cause, HOST, 1).facts, { host: HOST, reason: 'connect ::1' });
  });

  it('leaves errors alone that no socket made', () => {
    for (const error of [new TypeError('x is undefined'), undefined, 'ECONNRESET', { code: 404 }]) {
      assert.equal(isTransportFailure(error), false);
      assert.equal(neverReachedHost(error), false);
    }
  });
});
