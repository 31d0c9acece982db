/** Takes the lock in the folder that it is given, says so, and holds it until it is ended. */
import { lockCertificate } from '../../../src/app/certificate-lock.ts';

const [folder = ''] = process.argv.slice(2);
const lock = await lockCertificate(folder, 'contoso', 'www');
process.stdout.write('heldBy' in lock ? `held by ${lock.heldBy}\n` : 'locked\n');
setInterval(() => undefined, 60_000);
