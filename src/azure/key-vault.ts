/** The port CertificateVault on @azure/keyvault-certificates. */
import type {
  CertificateClient,
  ListPropertiesOfCertificatesOptions,
} from '@azure/keyvault-certificates';
import type { CertificateVault, CertificateVersion, Vault } from '../domain/key-vault.ts';
import { abortOption, untilAborted } from './cancellation.ts';
import { toBundle, toSummary, toVersion } from './certificate-mapping.ts';
import { toSdkPolicy } from './certificate-policy-mapping.ts';
import type { AzureContext } from './context.ts';
import { firstCallAlone } from './first-call-alone.ts';
import { keyVaultError } from './key-vault-errors.ts';
import { asCertError } from './network-errors.ts';
import { absentIfNotFound, isNotFound } from './not-found.ts';
import { firstAnswer, resumedPoller, toPendingOperation } from './pending-operation.ts';
import { clientOptions } from './pipeline.ts';

/** The service's largest page; `maxPageSize` of the SDK is ignored, this goes to the wire. */
const LARGEST_PAGE: ListPropertiesOfCertificatesOptions & { maxresults: number } = {
  maxresults: 25,
};

/**
 * Opens no connection by itself. `create` and `merge` are sent once and never repeated here after
 * they may have been handled: the caller looks what became of them.
 */
export function createCertificateVault(vault: Vault, context: AzureContext): CertificateVault {
  const { host } = new URL(vault.uri);
  const firstAlone = firstCallAlone(isNotFound);
  let opened: Promise<CertificateClient> | undefined;

  async function call<T>(
    doing: string,
    signal: AbortSignal | undefined,
    work: (client: CertificateClient) => Promise<T>,
  ): Promise<T> {
    const during = `${doing} in vault ${vault.name}`;
    return untilAborted(signal, during, async () => {
      try {
        opened ??= openClient(vault, context);
        const client = await opened;
        return await firstAlone(() => work(client));
      } catch (error) {
        throw asCertError(error, host);
      }
    });
  }

  return {
    name: vault.name,

    async *list(signal) {
      let pages: ReturnType<typeof pagesOf> | undefined;
      for (;;) {
        const page = await call('listing the certificates', signal, (client) => {
          pages ??= pagesOf(client, signal);
          return pages.next();
        });
        if (page.done === true) return;
        yield page.value.map((properties) => toSummary(vault.name, properties));
      }
    },

    async get(name, signal) {
      return absentIfNotFound(
        call(`reading ${name}`, signal, async (client) => {
          let body: unknown;
          const certificate = await client.getCertificate(name, {
            ...abortOption(signal),
            onResponse: (response) => (body = response.parsedBody),
          });
          return toBundle(vault.name, certificate, body);
        }),
      );
    },

    async isSoftDeleted(name, signal) {
      const deleted = call(`looking for a deleted ${name}`, signal, (client) =>
        client.getDeletedCertificate(name, abortOption(signal)),
      );
      return (await absentIfNotFound(deleted)) !== undefined;
    },

    async getVersion(name, version, signal) {
      return absentIfNotFound(
        call(`reading a version of ${name}`, signal, async (client) => {
          let body: unknown;
          const certificate = await client.getCertificateVersion(name, version, {
            ...abortOption(signal),
            onResponse: (response) => (body = response.parsedBody),
          });
          return toBundle(vault.name, certificate, body);
        }),
      );
    },

    async versions(name, signal) {
      const found = call(`listing the versions of ${name}`, signal, async (client) => {
        const versions: CertificateVersion[] = [];
        const options = { ...LARGEST_PAGE, ...abortOption(signal) };
        for await (const properties of client.listPropertiesOfCertificateVersions(name, options)) {
          versions.push(toVersion(properties));
        }
        return versions;
      });
      return ((await absentIfNotFound(found)) ?? []).toSorted(newestFirst);
    },

    async getPending(name, signal) {
      return absentIfNotFound(
        call(`reading the operation of ${name}`, signal, async (client) => {
          const resumeFrom = resumedPoller(name);
          const body = await firstAnswer(signal, (options) =>
            client.getCertificateOperation(name, { ...options, resumeFrom }),
          );
          return toPendingOperation(body);
        }),
      );
    },

    async createPending(name, policy, tags, signal, attributes) {
      return call(`making the key of ${name}`, signal, async (client) => {
        const body = await firstAnswer(signal, (options) =>
          client.beginCreateCertificate(name, toSdkPolicy(policy), {
            ...options,
            tags: { ...tags },
            ...attributes,
            // Else chains have come back with the leaf last (data plane 7.6 and newer).
            preserveCertificateOrder: true,
          }),
        );
        return toPendingOperation(body);
      });
    },

    async deletePending(name, signal) {
      await absentIfNotFound(
        call(`deleting the operation of ${name}`, signal, (client) =>
          client.deleteCertificateOperation(name, abortOption(signal)),
        ),
      );
    },

    async merge(name, chain, signal) {
      return call(`merging ${name}`, signal, async (client) => {
        let body: unknown;
        const merged = await client.mergeCertificate(name, [...chain], {
          ...abortOption(signal),
          onResponse: (response) => (body = response.parsedBody),
        });
        return toBundle(vault.name, merged, body);
      });
    },

    async replaceTags(name, version, tags, signal) {
      // Without `enabled` and dates in the options their values stay; tags are replaced as a whole,
      // an empty object removes them all.
      await call(`writing the tags of ${name}`, signal, (client) =>
        client.updateCertificateProperties(name, version, {
          ...abortOption(signal),
          tags: { ...tags },
        }),
      );
    },

    async replacePolicy(name, policy, signal) {
      // The SDK's answer is always empty (`updateCertificatePolicy` reads a body it never sets).
      await call(`writing the policy of ${name}`, signal, (client) =>
        client.updateCertificatePolicy(name, toSdkPolicy(policy), abortOption(signal)),
      );
    },
  };
}

/** The service lists them by their ids, which are random. */
function newestFirst(a: CertificateVersion, b: CertificateVersion): number {
  return (b.createdOn?.getTime() ?? 0) - (a.createdOn?.getTime() ?? 0);
}

function pagesOf(client: CertificateClient, signal: AbortSignal | undefined) {
  // What was begun and never came to its end is shown, too: its name is taken.
  const options = { includePending: true, ...LARGEST_PAGE, ...abortOption(signal) };
  return client.listPropertiesOfCertificates(options).byPage();
}

async function openClient(vault: Vault, context: AzureContext): Promise<CertificateClient> {
  const { CertificateClient } = await import('@azure/keyvault-certificates');
  const options = clientOptions(context, {
    postsAreReads: false,
    explain: (refusal) => keyVaultError(vault.name, refusal),
  });
  return new CertificateClient(vault.uri, context.credential, options);
}
