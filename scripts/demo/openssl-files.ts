import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes chain and root (public both) to a folder that stays; returns commands to look at them. */
export async function saveForOpenssl({
  root,
  chain,
}: {
  readonly root: string;
  readonly chain: string;
}): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-demo-'));
  const chainFile = join(folder, 'chain.pem');
  const rootFile = join(folder, 'root.pem');
  await Promise.all([writeFile(chainFile, chain), writeFile(rootFile, root)]);
  return [
    `openssl x509 -in ${chainFile} -noout -subject -issuer -dates -ext subjectAltName,extendedKeyUsage`,
    `openssl verify -CAfile ${rootFile} -untrusted ${chainFile} ${chainFile}`,
  ];
}
