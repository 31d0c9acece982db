/** Files as openssl writes them, made at run time: no key is ever in the repository. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** RC2 and RC4 are there only. */
export async function hasLegacyProvider(): Promise<boolean> {
  return run('openssl', ['list', '-providers', '-provider', 'legacy']).then(
    () => true,
    () => false,
  );
}

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = placeholder
[ca]
basicConstraints = critical, CA:true
[leaf]
basicConstraints = CA:false
subjectAltName = DNS:a.example
`;

export interface OpensslFolder {
  /** Runs `openssl` with the words of `line`; a word in '…' may have blanks. */
  readonly openssl: (line: string) => Promise<void>;
  readonly read: (name: string) => Promise<Buffer>;
  readonly write: (name: string, content: string | Buffer) => Promise<void>;
  /** The files one after the other. */
  readonly join: (...names: readonly string[]) => Promise<Buffer>;
  readonly remove: () => Promise<void>;
}

/** Empty but for a configuration. */
export async function opensslFolder(): Promise<OpensslFolder> {
  const cwd = await mkdtemp(join(tmpdir(), 'kvcert-files-'));
  await writeFile(join(cwd, 'openssl.cnf'), CONFIG);
  const folder: OpensslFolder = {
    openssl: async (line) => {
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      );
      await run('openssl', words, { cwd, timeout: 60_000 });
    },
    read: (name) => readFile(join(cwd, name)),
    write: (name, content) => writeFile(join(cwd, name), content),
    join: async (...names) =>
      Buffer.concat(await Promise.all(names.map((name) => folder.read(name)))),
    remove: () => rm(cwd, { recursive: true, force: true }),
  };
  return folder;
}

const KEYS = {
  'RSA-1024': 'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024',
  'RSA-2048': 'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048',
  'P-256': 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256',
  'P-384': 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384',
  'P-521': 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521',
  'P-256K': 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1',
  brainpool: 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1',
  ED25519: 'genpkey -algorithm ED25519',
};

/** `NAME.crt` (PEM) with its `NAME.key` (PKCS#8) and `NAME.csr`; `issuer` absent: self-signed. */
export async function issue(
  { openssl }: OpensslFolder,
  name: string,
  kind: keyof typeof KEYS,
  options: { readonly issuer?: string; readonly ca?: boolean; readonly subject?: string } = {},
): Promise<void> {
  const subject = options.subject ?? `/CN=${name}`;
  const extensions = `-extfile openssl.cnf -extensions ${options.ca === true ? 'ca' : 'leaf'}`;
  await openssl(`${KEYS[kind]} -out ${name}.key`);
  await openssl(
    `req -new -config openssl.cnf -key ${name}.key -subj '${subject}' -out ${name}.csr`,
  );
  const signer =
    options.issuer === undefined
      ? `-signkey ${name}.key`
      : `-CA ${options.issuer}.crt -CAkey ${options.issuer}.key -CAcreateserial`;
  await openssl(`x509 -req -in ${name}.csr ${signer} -days 90 ${extensions} -out ${name}.crt`);
}
