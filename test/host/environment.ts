import { join } from 'node:path';
import type { Ready } from '../sandbox/ready.ts';
import type { Profile } from './profile.ts';

export type Environment = Readonly<Record<string, string>>;

/** What a program needs of the machine; nothing else of our environment reaches VS Code. */
const FROM_OUTSIDE = ['PATH', 'LANG', 'LC_ALL', 'TZ'];

/** What of the sandbox's environment is the network; the rest is the command line's sign-in. */
const NETWORK = /^(https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file)$/i;

const networkOf = (ready: Pick<Ready, 'env'> | undefined): Environment =>
  Object.fromEntries(Object.entries(ready?.env ?? OFFLINE).filter(([name]) => NETWORK.test(name)));

/** A proxy where nobody listens: without a sandbox, any request is refused at once. */
const NOWHERE = 'http://127.0.0.1:9';

const OFFLINE: Environment = {
  HTTPS_PROXY: NOWHERE,
  https_proxy: NOWHERE,
  HTTP_PROXY: NOWHERE,
  http_proxy: NOWHERE,
  NO_PROXY: 'localhost,127.0.0.1',
  no_proxy: 'localhost,127.0.0.1',
};

/**
 * The environment of VS Code's server and of its extension hosts: a home of its own, and the
 * sandbox's network as the only one. Signing in is the editor's matter, so the variables that the
 * command line signs in with are withheld.
 */
export function editorEnvironment(
  profile: Pick<Profile, 'home' | 'temporary'>,
  ready: Pick<Ready, 'env'> | undefined,
  extra: Environment = {},
): Environment {
  const outside = FROM_OUTSIDE.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(outside),
    ...networkOf(ready),
    HOME: profile.home,
    TMPDIR: profile.temporary,
    XDG_CONFIG_HOME: join(profile.home, '.config'),
    XDG_DATA_HOME: join(profile.home, '.local', 'share'),
    XDG_STATE_HOME: join(profile.home, '.local', 'state'),
    XDG_CACHE_HOME: join(profile.home, '.cache'),
    // No marketplace: nothing is looked for, nothing is updated.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
}

/**
 * The environment of a VS Code with a window of its own: the person's, who has to see it, with the
 * sandbox's network as the only one, and without a trace of the editor that we may have been started
 * from.
 */
export function desktopEnvironment(
  profile: Pick<Profile, 'home'>,
  ready: Pick<Ready, 'env'>,
  extra: Environment,
): Environment {
  const ours = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(VSCODE|ELECTRON|AZURE|KVCERT|npm)_|^NODE_OPTIONS$/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(ours),
    ...networkOf(ready),
    XDG_STATE_HOME: join(profile.home, '.local', 'state'),
    ...extra,
  };
}
