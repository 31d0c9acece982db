/** Below a certificate: its pending operation, if there is one, and its versions, newest first. */
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { NodeOf, TreeNode } from './nodes.ts';

/** Asks the vault: two requests for most certificates. Rejects with a CertError. */
export async function certificateChildren(
  portfolio: Portfolio,
  { ref, id }: NodeOf<'certificate'>,
): Promise<readonly TreeNode[]> {
  const seen = portfolio.vault(ref);
  if (!seen) return [];
  const signal = portfolio.signal;
  const engine = await seen.directory.engine();
  const [details, versions] = await Promise.all([
    engine.show({ vault: seen.vault, name: ref.name }, signal),
    engine.versions(seen.vault, ref.name, signal),
  ]);
  const { pending, claim } = details;
  const operation: readonly TreeNode[] = pending
    ? [{ kind: 'pending', id: `${id}#pending`, operation: pending, owner: claim?.owner, ref }]
    : [];
  const issued = versions
    .filter(({ thumbprint }) => thumbprint !== undefined)
    .map((version, index) => ({
      kind: 'version' as const,
      id: `${id}#${version.version}`,
      version,
      isCurrent: index === 0,
      ref,
    }));
  return [...operation, ...issued];
}
