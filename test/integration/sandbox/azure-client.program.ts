/**
 * Lives in the sandbox with nothing but its environment variables, as the product does: default
 * options, production names. Prints what it saw as JSON.
 */
import { request } from 'node:https';
import { DnsManagementClient } from '@azure/arm-dns';
import { ClientSecretCredential } from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { HttpsProxyAgent } from 'https-proxy-agent';

const [vaultUri = '', zoneId = '', directory = '', ...others] = process.argv.slice(2);
const { env } = process;

const credential = new ClientSecretCredential(
  env['AZURE_TENANT_ID'] ?? '',
  env['AZURE_CLIENT_ID'] ?? '',
  env['AZURE_CLIENT_SECRET'] ?? '',
);

const certificates: string[] = [];
for await (const { name } of new CertificateClient(
  vaultUri,
  credential,
).listPropertiesOfCertificates()) {
  certificates.push(name ?? '');
}

const [, , subscriptionId = '', , resourceGroup = '', , , , zone = ''] = zoneId.split('/');
const dns = new DnsManagementClient(credential, subscriptionId);
const txt = { ttl: 60, txtRecords: [{ value: ['written by the SDK'] }] };
await dns.recordSets.createOrUpdate(resourceGroup, zone, '_probe', 'TXT', txt, {
  ifNoneMatch: '*',
});
const read = await dns.recordSets.get(resourceGroup, zone, '_probe', 'TXT');

const agent = new HttpsProxyAgent(env['HTTPS_PROXY'] ?? '');

async function ask(url: string, method = 'GET'): Promise<{ nonce: unknown; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { agent, method, headers: { 'User-Agent': 'test' } }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => {
          text += chunk;
        })
        .on('end', () => {
          resolve({ nonce: response.headers['replay-nonce'], text });
        });
    })
      .on('error', reject)
      .end();
  });
}

const resources = JSON.parse((await ask(directory)).text) as { newNonce: string };
const { nonce } = await ask(resources.newNonce, 'HEAD');
await Promise.all(others.map(async (url) => ask(url)));

process.stdout.write(JSON.stringify({ certificates, txt: read.txtRecords, resources, nonce }));
