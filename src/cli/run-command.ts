import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { CommonOptions } from './common-options.ts';
import type { CommandWork } from './session.ts';

/** Runs the work of a command in its surroundings; see session.ts. */
export type RunCommand = (
  options: CommonOptions,
  own: CertificateTarget | 'all' | undefined,
  work: CommandWork,
) => Promise<void>;
