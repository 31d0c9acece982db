/** ARM resource ids: `/subscriptions/{id}/resourceGroups/{group}/providers/{namespace}/{type}/{name}`. */

export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** The service changes the case of the fixed words from answer to answer. */
const PATTERN =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)$/i;

/** Throws a TypeError for anything but a resource of a resource group. */
export function parseResourceId(id: string): ResourceId {
  const [, subscriptionId, resourceGroup, name] = PATTERN.exec(id) ?? [];
  if (subscriptionId === undefined || resourceGroup === undefined || name === undefined) {
    throw new TypeError(`not the id of a resource: ${id}`);
  }
  return { subscriptionId, resourceGroup, name };
}
