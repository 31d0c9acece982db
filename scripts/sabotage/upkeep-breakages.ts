import type { Breakage } from './breakage.ts';

/** What is done to certificates besides issuing them, broken on purpose. */
export const upkeepBreakages: readonly Breakage[] = [
  {
    name: 'gives the token of a vault to the host that a page names',
    file: 'src/azure/vault-rest.ts',
    find: 'new URL(`${origin}${path}`)',
    replace: 'new URL(path, origin)',
    test: {
      file: 'test/unit/azure/vault-rest.test.ts',
      name: 'are asked of the vault alone, with its token: https://vaultname.vault.azure.net//elsewhere.example/deletedcertificates?$skiptoken=x',
    },
  },
  {
    name: 'writes formulas into a spreadsheet',
    file: 'src/domain/csv.ts',
    find: 'FORMULA.test(text) ? `',
    replace: 'FORMULA.test(text) && text === "" ? `',
    test: {
      file: 'test/unit/domain/csv.test.ts',
      name: 'writes "@SUM(A1)"',
    },
  },
  {
    name: 'takes the name of an issuer for its signature',
    file: 'src/pki/certificate-file.ts',
    find: 'isSignedBy(der, other.der)',
    replace: 'isSignedBy(der, other.der) !== undefined',
    test: {
      file: 'test/unit/pki/certificate-file.test.ts',
      name: 'believes a signature, not a name',
    },
  },
  {
    name: 'sends policies that Key Vault does not take',
    file: 'src/domain/policy-rules.ts',
    find: 'if (problems.length > 0) throw',
    replace: 'if (problems.length > 1000) throw',
    test: {
      file: 'test/unit/domain/policy-rules.test.ts',
      name: 'throws where something is wrong',
    },
  },
  {
    name: 'loses certificates of a secret that do not belong to the chain',
    file: 'src/pki/files/open-secret.ts',
    find: '[...ordered, ...rest]',
    replace: '[...ordered, ...rest.slice(rest.length)]',
    test: {
      file: 'test/unit/pki/files/write-key-file.test.ts',
      name: 'has the leaf first and loses nothing, however the secret is ordered',
    },
  },
  {
    name: 'tells what stands in a secret',
    file: 'src/pki/files/open-secret.ts',
    find: 'cause instanceof Obstacle ? cause.problem.kind :',
    replace: 'cause instanceof Obstacle ? Buffer.from(value).toString() :',
    test: {
      file: 'test/unit/pki/files/write-key-file.test.ts',
      name: 'says nothing of a secret that cannot be read',
    },
  },
];
