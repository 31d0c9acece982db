/**
 * The account of VS Code's Azure Resources extension, for a command line next to it. Experimental:
 * it needs a package with native parts that is not installed with the product, and whose first
 * generation (1.x, for the retired Azure Account extension) no longer fits @azure/identity.
 */
import type { TokenCredential } from '@azure/core-auth';
import type { TokenCredentialOptions } from '@azure/identity';
import { CertError } from '../domain/errors.ts';

/** Not a literal in the `import`, so that neither compiler nor bundler looks for the package. */
const PACKAGE = '@azure/identity-vscode';

export type LoadPlugin = () => Promise<unknown>;

/** From where this program is installed. */
export const loadInstalledPlugin: LoadPlugin = () => import(PACKAGE);

/** Rejects with SignInPackageNeeded where there is no such package, or one of another generation. */
export async function vscodeCredential(
  options: TokenCredentialOptions,
  load: LoadPlugin,
): Promise<TokenCredential> {
  const { useIdentityPlugin, VisualStudioCodeCredential } = await import('@azure/identity');
  const plugin = pluginOf(await load().catch(explainAbsence));
  if (plugin === undefined) throw needed(true);
  try {
    useIdentityPlugin(plugin);
  } catch (error) {
    // 1.x calls what @azure/identity no longer has (measured with 1.0.1).
    throw needed(true, error);
  }
  return new VisualStudioCodeCredential({ ...options, additionallyAllowedTenants: ['*'] });
}

function explainAbsence(error: unknown): never {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const isAbsent = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  // Something that the package itself needs may be what is missing.
  if (isAbsent && message?.includes(`'${PACKAGE}'`) === true) throw needed(false, error);
  throw error;
}

type Plugin = (context: unknown) => void;

function pluginOf(module: unknown): Plugin | undefined {
  if (typeof module !== 'object' || module === null || !('vsCodePlugin' in module))
    return undefined;
  const { vsCodePlugin } = module;
  return typeof vsCodePlugin === 'function' ? (vsCodePlugin as Plugin) : undefined;
}

function needed(installed: boolean, cause?: unknown): CertError {
  return new CertError('SignInPackageNeeded', { installed }, { cause });
}
