/**
 * The nodes that the editor has been given, by id: it knows them again as objects only. What it was
 * given before below the same node and is not given again is forgotten, with all below it.
 */
export class GivenNodes<N extends { readonly id: string }> {
  readonly #nodes = new Map<string, N>();
  /** Ids by the parent's; undefined: the root. */
  readonly #children = new Map<string | undefined, ReadonlySet<string>>();

  get(id: string): N | undefined {
    return this.#nodes.get(id);
  }

  /** @param parent - undefined: the root */
  give(parent: N | undefined, children: readonly N[]): void {
    // It was forgotten while its children were looked up.
    if (parent && !this.#nodes.has(parent.id)) return;
    const ids = new Set(children.map(({ id }) => id));
    for (const id of this.#children.get(parent?.id) ?? []) {
      if (!ids.has(id)) this.#forget(id);
    }
    this.#children.set(parent?.id, ids);
    for (const child of children) this.#nodes.set(child.id, child);
  }

  #forget(id: string): void {
    this.#nodes.delete(id);
    for (const child of this.#children.get(id) ?? []) this.#forget(child);
    this.#children.delete(id);
  }
}
