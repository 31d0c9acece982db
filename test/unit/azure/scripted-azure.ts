/** An Azure in a function: what the SDK's clients send is answered without a socket. */
import { readFileSync } from 'node:fs';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import type { AzureContext } from '../../../src/azure/context.ts';
import { PUBLIC_CLOUD } from '../../../src/domain/cloud.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

/** A request as it would have gone over the wire. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown;
}

export interface ScriptedAzure {
  readonly context: AzureContext;
  readonly sent: Sent[];
  /** `METHOD /path?query` of all requests. */
  lines(): string[];
  /** What was waited for, in milliseconds. */
  readonly waits: number[];
  readonly warnings: string[];
}

export type Responder = (sent: Sent, request: PipelineRequest) => Answer | Promise<Answer>;

/** Time stands still but for what is slept. */
export const NOW = Date.parse('2026-11-22T12:00:00Z');

export function scriptedAzure(respond: Responder): ScriptedAzure {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const warnings: string[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const one = toSent(request);
      sent.push(one);
      const answer = await respond(one, request);
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders({ 'content-type': 'application/json', ...answer.headers }),
        bodyAsText: toText(answer.body),
      };
    },
  };
  return {
    sent,
    waits,
    warnings,
    lines: () => sent.map(({ method, url }) => `${method} ${url.pathname}${url.search}`),
    context: {
      credential: {
        getToken: () =>
          Promise.resolve({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      cloud: PUBLIC_CLOUD,
      httpClient,
      clock: {
        now: () => NOW + waits.reduce((sum, wait) => sum + wait, 0),
        sleep: (ms) => {
          waits.push(ms);
          return Promise.resolve();
        },
      },
      log: { debug: () => undefined, warn: (message) => warnings.push(message) },
      version: '1.2.3',
    },
  };
}

type FixtureFile = Readonly<Record<string, Required<Answer> & { readonly source: string }>>;

/** Recorded and documented answers; each says where it is from. */
export function fixtures(name: 'key-vault' | 'arm' | 'entra'): (entry: string) => Required<Answer> {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  const entries = JSON.parse(readFileSync(url, 'utf8')) as FixtureFile;
  return (entry) => {
    const answer = entries[entry];
    if (answer === undefined) throw new Error(`no fixture ${entry}`);
    return answer;
  };
}

function toSent(request: PipelineRequest): Sent {
  const { body } = request;
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers.toJSON(),
    body: typeof body === 'string' && body !== '' ? (JSON.parse(body) as unknown) : undefined,
  };
}

function toText(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
