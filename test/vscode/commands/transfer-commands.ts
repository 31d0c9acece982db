import assert from 'node:assert/strict';
import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { controlAt } from '../../integration/product/control.ts';
import { person } from '../person.ts';
import { sandbox } from '../surroundings.ts';
import type { CommandsRun } from './commands-run.ts';

const VAULT = 'contoso-dev';
const NAME = 'imported-example-org';
const CERTIFICATE = `${VAULT}/${NAME}`;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** Files with keys, into a vault and out of it. */
export function describeTransferCommands(commands: CommandsRun): void {
  const somebody = person();
  const control = controlAt(sandbox().control);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvcert-transfer-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('of files with keys', () => {
    it('Import Certificate looks through the file first, and imports it', async () => {
      const { pem, thumbprint } = await selfSigned('imported.example.org');
      const file = join(folder, 'imported.pem');
      await writeFile(file, pem, { mode: 0o600 });
      await commands.fromPalette('kvcert.importCertificate');
      await somebody.pick(VAULT);
      await somebody.chooseFile(`Import a certificate with its key into ${VAULT}`, file);
      await somebody.answerQuickInput('Name of the certificate in the vault', NAME);
      await somebody.pick('No, it stays in the vault');
      await somebody.pressInDialog('The private key never leaves the vault again.', 'Import');
      await somebody.readNotification(`${CERTIFICATE} is imported: version`);
      const { versions } = await control.certificate(VAULT, NAME);
      assert.deepEqual(
        versions.map((version) => version.thumbprint),
        [thumbprint],
      );
    });

    it('Import Certificate makes a new version of what is there', async () => {
      const { pem } = await selfSigned('other.example.org');
      const file = join(folder, 'other.pem');
      await writeFile(file, pem, { mode: 0o600 });
      const importing = commands.run('kvcert.importCertificate', { vault: VAULT, name: NAME });
      await somebody.pick(VAULT);
      await somebody.chooseFile(`Import a certificate with its key into ${VAULT}`, file);
      await somebody.answerQuickInput('Name of the certificate in the vault', NAME);
      await somebody.pressInDialog('is there already. Import a new version', 'New Version');
      await somebody.pressInDialog(
        'Unlike the newest version it is not for imported.example.org',
        'Import',
      );
      await importing;
      assert.equal((await control.certificate(VAULT, NAME)).versions.length, 2);
    });

    it('Import Certificate says what is wrong with a file, and sends nothing', async () => {
      const file = join(folder, 'garbage.pfx');
      await writeFile(file, 'It is no certificate.');
      const importing = commands.run('kvcert.importCertificate');
      await somebody.pick(VAULT);
      await somebody.chooseFile(`Import a certificate with its key into ${VAULT}`, file);
      await importing;
      await somebody.readNotification('it is none of PFX (PKCS#12), PEM, DER and PKCS#7');
    });

    it('Export writes the certificate; its key only for who may read secrets', async () => {
      const target = { vault: VAULT, name: NAME };
      const file = join(folder, 'out.cer');
      const exporting = commands.run('kvcert.exportCertificate', target);
      await somebody.pick('Certificate (DER, .cer)');
      await somebody.chooseFile('Save the certificate', file);
      await exporting;
      await somebody.readNotification(`${CERTIFICATE} is in`);
      const { fingerprint } = new X509Certificate(await readFile(file));
      const { versions } = await control.certificate(VAULT, NAME);
      const newest = fingerprint.replaceAll(':', '').toLowerCase();
      assert.equal(newest, versions.at(-1)?.thumbprint);

      await commands.fromPalette('kvcert.exportCertificate');
      await somebody.pick(VAULT);
      await somebody.pick(NAME);
      await somebody.pick('With its private key (PEM)');
      await somebody.answerQuickInput('Whoever opens the file needs it', '');
      await somebody.pressInDialog('No password protects it', 'Export');
      const secret = join(folder, 'out.pem');
      await somebody.chooseFile('Save the certificate with its private key', secret);
      await somebody.readNotification('secrets/getSecret/action');
      await assert.rejects(stat(secret));
    });
  });
}

async function selfSigned(dnsName: string) {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${dnsName}`,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 80 * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }])],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = key.toString('base64').match(/.{1,64}/g) ?? [];
  const block = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
  const { fingerprint } = new X509Certificate(Buffer.from(certificate.rawData));
  const thumbprint = fingerprint.replaceAll(':', '').toLowerCase();
  return { pem: `${block}\n${certificate.toString('pem')}\n`, thumbprint };
}
