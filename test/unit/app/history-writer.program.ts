/** Appends so many long lines to a history: `FILE ID COUNT`. */
import { openHistory } from '../../../src/app/history.ts';
import { systemClock } from '../../../src/app/system-clock.ts';

const [, , file = '', id = '', count = ''] = process.argv;
const history = openHistory(file, systemClock);
const dnsNames = Array.from({ length: 100 }, (_, n) => `${'x'.repeat(50)}.${n}.example.com`);
for (let n = 0; n < Number(count); n += 1) {
  await history.append({
    ...{ id, kind: 'renew', outcome: 'done', vault: 'contoso', name: 'www', dnsNames },
    ...{ version: 'v', thumbprint: 'ab', notAfter: undefined, ca: 'letsencrypt' },
    ...{ profile: undefined, account: undefined, by: undefined, user: undefined },
    ...{ occasion: undefined, errorCode: undefined },
  });
}
