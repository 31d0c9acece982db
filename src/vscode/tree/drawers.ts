/** What stands below a vault besides its certificates, read when somebody opens it. */
import type { Engine } from '../../app/engine.ts';
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import {
  contactNode,
  deletedNode,
  emptyNode,
  issuerNode,
  type NodeOf,
  type TreeNode,
} from './nodes.ts';

type Drawer = NodeOf<'drawer'>;

export class Drawers {
  readonly #portfolio: Portfolio;
  /** By the ids of the drawers: what they held when it was last looked. */
  readonly #contents = new Map<string, readonly TreeNode[]>();

  constructor(portfolio: Portfolio) {
    this.#portfolio = portfolio;
  }

  /**
   * Rejects with a CertError. While the certificates of the vault come in page by page, the editor asks
   * for everything below it with each: what was read before will do then.
   */
  async childrenOf(drawer: Drawer): Promise<readonly TreeNode[]> {
    const seen = this.#portfolio.vault(drawer.ref);
    if (!seen) return [];
    const known = this.#contents.get(drawer.id);
    if (known && this.#portfolio.listings.get(seen).isLoading) return known;
    const engine = await seen.directory.engine();
    const nodes = await READERS[drawer.of](engine, seen, drawer, this.#portfolio.signal);
    const contents = nodes.length > 0 ? nodes : [emptyNode(drawer)];
    this.#contents.set(drawer.id, contents);
    return contents;
  }
}

type Read = (
  engine: Engine,
  seen: SeenVault,
  drawer: Drawer,
  signal: AbortSignal,
) => Promise<readonly TreeNode[]>;

const READERS: Readonly<Record<Drawer['of'], Read>> = {
  deleted: async (engine, { vault }, drawer, signal) => {
    const all: DeletedCertificate[] = [];
    for await (const page of engine.upkeep.deleted(vault, signal)) all.push(...page);
    return all
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((certificate) => deletedNode(drawer, certificate));
  },
  issuers: async (engine, { vault }, drawer, signal) =>
    (await engine.issuers.list(vault, signal)).map((issuer) => issuerNode(drawer, issuer)),
  contacts: async (engine, { vault }, drawer, signal) =>
    (await engine.contacts.list(vault, signal)).map((contact) => contactNode(drawer, contact)),
};
