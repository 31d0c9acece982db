/** Lower case, without a trailing dot: the form in which names are compared. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Whether a canonical name is the zone's or lies below it. */
export function isAtOrBelow(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** The name one label up; empty above the last label. */
export function parentOf(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}

/** Canonical name of a record set that is named relative to its zone. */
export function ownerOf(relativeName: string, zone: string): string {
  return relativeName === '@' ? zone : canonical(`${relativeName}.${zone}`);
}
