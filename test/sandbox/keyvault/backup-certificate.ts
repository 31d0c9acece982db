/** POST /certificates/{name}/backup and /certificates/restore */
import type { ApiResponse } from '../api.ts';
import { certificateBundle } from './certificate-bundle.ts';
import { currentVersion } from './certificate-entry.ts';
import { badParameter, certificateExists, nameTaken } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { binder, forms, object, text } from './json-body.ts';

const bindRestore = binder(
  forms.compile<{ readonly value: string }>(object({ value: text }, ['value'])),
);

/** All versions with their keys, and the policy; an operation is not part of it. */
export function backupCertificate({ store, name, now }: Exchange): ApiResponse {
  const entry = store.certificates.require(name, now);
  return { status: 200, body: { value: store.backups.keep(store.vault, entry) } };
}

/** Under the name that it was saved from, with the same versions. */
export function restoreCertificate({ request, store, now }: Exchange): ApiResponse {
  const { value } = bindRestore(request);
  const saved = store.backups.open(value);
  if (saved === undefined) throw badParameter('Backup blob is invalid or corrupted.');
  if (!store.backups.fits(saved, store.vault)) {
    throw badParameter(
      'The backup was made in another subscription or geography than that of this key vault.',
    );
  }
  const { name } = saved;
  store.certificates.checkNameIsFree(name, now);
  if (store.keys.find(name, now) !== undefined) throw nameTaken(name);
  if (store.certificates.find(name, now) !== undefined) throw certificateExists(name);
  const entry = store.certificates.add(name, (place) => ({ ...place, ...saved.copy() }));
  return { status: 200, body: certificateBundle(store, entry, currentVersion(entry)) };
}
