/** What has happened in a vault before the request that a test is about. */
import { recorded } from './recorded.ts';
import type { RawRequest } from './served-vault.ts';
import type { TestAuthority } from './test-authority.ts';
import type { Answer, VaultUnderTest } from './vault-under-test.ts';
import { pendingOf } from './wire.ts';

/** Of one self-signed certificate with its key. */
export interface ImportFiles {
  /** Base64, no password. */
  readonly pfx: string;
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
}

export interface StageParts {
  readonly vault: VaultUnderTest;
  readonly authority: TestAuthority;
  readonly files: ImportFiles;
  readonly ask: (request: RawRequest) => Promise<Answer>;
}

export class Stage {
  readonly vault: VaultUnderTest;
  readonly files: ImportFiles;
  /** Of the newest operation. */
  requestId = '';
  readonly #parts: StageParts;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.vault = parts.vault;
    this.files = parts.files;
  }

  readonly send = async (
    method: string,
    path: string,
    body?: unknown,
    as = 'officer',
  ): Promise<Answer> => {
    const answer = await this.#parts.ask({
      ...{ method, path: `${path}?api-version=2025-07-01`, as },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  };

  readonly create = async (name: string, body: unknown): Promise<void> => {
    const created = await this.send('POST', `/certificates/${name}/create`, body);
    this.requestId = pendingOf(created).request_id;
  };

  /** Issuer Self. */
  readonly issue = async (name: string, body: unknown): Promise<void> => {
    await this.create(name, body);
    this.vault.advance(10);
  };

  /** Creates, asks for cancellation, and lets some seconds go by. */
  readonly cancel = async (name: string, seconds: number): Promise<void> => {
    await this.create(name, recorded('create-self-202').request.body);
    await this.send('PATCH', `/certificates/${name}/pending`, { cancellation_requested: true });
    this.vault.advance(seconds);
  };

  /** Leaves the placeholder of a certificate whose operation is gone. */
  readonly abandon = async (name: string): Promise<void> => {
    await this.cancel(name, 10);
    await this.send('DELETE', `/certificates/${name}/pending`);
  };

  /** Deletes; issues first where a body is given. */
  readonly remove = async (name: string, body?: unknown): Promise<void> => {
    if (body !== undefined) await this.issue(name, body);
    await this.send('DELETE', `/certificates/${name}`);
  };

  readonly setIssuer = async (name: string): Promise<void> => {
    await this.send('PUT', `/certificates/issuers/${name}`, { provider: 'DigiCert' });
  };

  /** What a certification authority makes of the pending CSR: `x5c`. */
  readonly sign = async (name: string): Promise<readonly string[]> => {
    const pending = await this.send('GET', `/certificates/${name}/pending`);
    const chain = await this.#parts.authority.issue(pendingOf(pending).csr);
    return chain.map((der) => der.toString('base64'));
  };

  /** Puts finished certificates there, past the API. */
  readonly fill = (...names: readonly string[]): Promise<void> => {
    const der = Buffer.from(this.files.certificate.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64');
    for (const name of names) this.vault.keyVault.seed('vaultname', { name, chain: [der] });
    return Promise.resolve();
  };

  /** Sends the request of a recording. */
  readonly replay = async (fixture: string): Promise<void> => {
    const { method, path, body } = recorded(fixture).request;
    await this.send(method, path.split('?')[0] ?? '', body);
  };
}
