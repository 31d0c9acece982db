import { hostname, userInfo } from 'node:os';

/** `user@host`, for others to see who is at work; the user's id where it has no name. */
export function ownerOf(
  process: Pick<NodeJS.Process, 'getuid'>,
  userName = (): string => userInfo().username,
): string {
  try {
    return `${userName()}@${hostname()}`;
  } catch {
    // A container may run as a user id that is in no passwd.
    return `${String(process.getuid?.() ?? 'unknown')}@${hostname()}`;
  }
}
