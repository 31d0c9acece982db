import {
  ensureCodeServer,
  type Age,
  type CodeServer,
} from '../../scripts/provision/code-server.ts';
import type { Ready } from '../sandbox/ready.ts';
import { dnsSettings } from './dns-settings.ts';
import { editorEnvironment, type Environment } from './environment.ts';
import { installExtensions } from './install-extensions.ts';
import { packagedExtension } from './packaged-extension.ts';
import { createProfile, removeProfile, type Profile, type Settings } from './profile.ts';
import { accountsOf, offerAccounts, STAND_IN, type Account } from './sign-in.ts';

/** What a VS Code is to be like. */
export interface EditorWishes {
  /** Default: the newest. */
  readonly age?: Age;
  /** The world that it lives in; without one every request is refused. */
  readonly sandbox?: Ready;
  /** Whom the sign-in offers. Default: an account for each user of the sandbox. */
  readonly accounts?: readonly Account[];
  readonly settings?: Settings;
  /** Folders of extensions beside ours and the stand-in for the sign-in. */
  readonly extensions?: readonly string[];
  /** False for a VS Code without our extension. */
  readonly product?: boolean;
  /** What its processes find in their environment, besides the sandbox's network. */
  readonly env?: Environment;
}

/** A VS Code that can be started, as often as one likes. */
export interface Prepared {
  readonly codeServer: CodeServer;
  readonly profile: Profile;
  readonly env: Environment;
}

/** Makes a profile with the extensions in it. Whoever asks for it removes the profile. */
export async function prepareEditor(wishes: EditorWishes): Promise<Prepared> {
  const { age = 'newest', sandbox, settings, product = true } = wishes;
  const codeServer = await ensureCodeServer(age, () => undefined);
  const profile = await createProfile({ ...dnsSettings(sandbox), ...settings });
  try {
    const signIn =
      sandbox === undefined
        ? {}
        : await offerAccounts(profile, sandbox.control, wishes.accounts ?? accountsOf(sandbox));
    await installExtensions(codeServer, profile, {
      folders: [STAND_IN, ...(wishes.extensions ?? [])],
      vsix: product ? await packagedExtension() : undefined,
    });
    const env = editorEnvironment(profile, sandbox, { ...signIn, ...wishes.env });
    return { codeServer, profile, env };
  } catch (error) {
    await removeProfile(profile);
    throw error;
  }
}
