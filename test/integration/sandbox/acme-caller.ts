/** An ACME client as bare as can be, to ask the scripted CA whatever a test wants to. */
import { createHash, generateKeyPairSync, sign, webcrypto, type KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { Api, ApiResponse } from '../../sandbox/api.ts';
import { isJsonObject, type JsonObject } from '../../sandbox/arm/json.ts';
import { toWire } from '../../sandbox/server/response.ts';

export const BASE = 'https://acme.scripted.test';

export interface AcmeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Empty where the body is none. */
  readonly json: JsonObject;
}

export class AcmeCaller {
  readonly jwk: JsonObject;
  readonly #api: Api;
  readonly #key: KeyObject;
  readonly #client: string;
  /** The account's URL, once there is one. */
  kid: string | undefined;
  #nonce: string | undefined;

  constructor(api: Api, client = 'test') {
    this.#api = api;
    this.#client = client;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    this.jwk = { ...publicKey.export({ format: 'jwk' }) };
  }

  async get(path: string, method = 'GET'): Promise<AcmeAnswer> {
    return this.#send(method, new URL(path, BASE).href, undefined);
  }

  /** Registers the key. */
  async register(payload: object = {}): Promise<AcmeAnswer> {
    const answer = await this.post('/acme/new-account', payload, { jwk: this.jwk });
    if (answer.status < 300) this.kid = answer.headers['Location'];
    return answer;
  }

  /**
   * @param payload undefined: POST-as-GET
   * @param header members of the protected header that differ
   */
  async post(url: string, payload?: object, header: object = {}): Promise<AcmeAnswer> {
    const target = new URL(url, BASE).href;
    const nonce = await this.nonce();
    const signatory = 'jwk' in header ? {} : { kid: this.kid };
    const protectedText = encoded({ alg: 'ES256', url: target, nonce, ...signatory, ...header });
    const payloadText = payload === undefined ? '' : encoded(payload);
    const signature = sign('sha256', Buffer.from(`${protectedText}.${payloadText}`), {
      key: this.#key,
      dsaEncoding: 'ieee-p1363',
    });
    const jws = {
      protected: protectedText,
      payload: payloadText,
      signature: signature.toString('base64url'),
    };
    return this.#send('POST', target, JSON.stringify(jws));
  }

  /** The one that the last answer brought, or a new one. */
  async nonce(): Promise<string> {
    const nonce =
      this.#nonce ?? (await this.get('/acme/new-nonce', 'HEAD')).headers['Replay-Nonce'];
    this.#nonce = undefined;
    return nonce ?? '';
  }

  /** Posts until a resource has one of the states. */
  async until(url: string, ...states: readonly string[]): Promise<JsonObject> {
    for (let looks = 0; looks < 100; looks += 1) {
      const { json } = await this.post(url);
      if (states.includes(text(json['status']))) return json;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${url} has not become ${states.join(' or ')}.`);
  }

  /** What the TXT record must say for a token (RFC 8555, 8.4). */
  txtValue(token: unknown): string {
    const { crv, kty, x, y } = this.jwk;
    const thumbprint = digest(JSON.stringify({ crv, kty, x, y }));
    return digest(`${text(token)}.${thumbprint}`);
  }

  async #send(method: string, url: string, body: string | undefined): Promise<AcmeAnswer> {
    const answer = await this.#api({
      method,
      url: new URL(url),
      headers: { 'content-type': 'application/jose+json' },
      body: Buffer.from(body ?? ''),
      client: this.#client,
    });
    return this.#read(answer);
  }

  #read(answer: ApiResponse): AcmeAnswer {
    const { status, headers, body } = toWire(answer);
    this.#nonce = headers['Replay-Nonce'] ?? this.#nonce;
    return { status, headers, text: body.toString(), json: jsonIn(body.toString()) };
  }
}

/** A CSR (base64url of its DER) for the names. */
export async function csrFor(names: readonly string[]): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    ],
  });
  return Buffer.from(request.rawData).toString('base64url');
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The objects in a list. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

function jsonIn(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
