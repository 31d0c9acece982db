import type { Plugin } from 'esbuild';

/**
 * What acme-client loads at its start and the product never uses. Its HTTP goes through our own
 * transport instead of axios (src/acme), and the key is made in the vault instead of by node-forge.
 * Both are half of the bundle's size, and axios would be a second way out beside the proxy rules.
 */
const AXIOS = `
const unused = () => { throw new Error('axios is not part of this bundle: requests go through the transport'); };
const instance = {
  defaults: { headers: { common: {} } },
  interceptors: { request: { use() {} }, response: { use() {} } },
  request: unused,
  get: unused,
};
module.exports = { create: () => instance, AxiosError: Error };
`;
const FORGE = `module.exports = {};`;

const NAMESPACE = 'unused-of-acme-client';

/** Replaces axios and the forge engine by stubs where acme-client, and nobody else, asks for them. */
export const withoutUnusedOfAcmeClient: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^axios$|^\.\/crypto\/forge$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/]acme-client[\\/]src[\\/]/.test(importer)
        ? { path, namespace: NAMESPACE }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: path === 'axios' ? AXIOS : FORGE,
    }));
  },
};
