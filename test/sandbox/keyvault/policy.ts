/** GET and PATCH /certificates/{name}/policy */
import type { ApiResponse } from '../api.ts';
import { policyBundle } from './certificate-bundle.ts';
import { patchPolicy } from './certificate-policy.ts';
import type { Exchange } from './exchange.ts';
import { seconds } from './operation-lifecycle.ts';
import { checkPolicy } from './policy-rules.ts';
import { bindPolicy } from './request-body.ts';

export function getPolicy({ store, name, now }: Exchange): ApiResponse {
  return { status: 200, body: policyBundle(store, store.certificates.require(name, now)) };
}

/** An operation that is in progress keeps the policy that it was created with. */
export function updatePolicy({ request, store, name, now }: Exchange): ApiResponse {
  const entry = store.certificates.require(name, now);
  const patched = patchPolicy(entry.policy, bindPolicy(request), seconds(now));
  checkPolicy(patched, store);
  entry.policy = patched;
  return { status: 200, body: policyBundle(store, entry) };
}
