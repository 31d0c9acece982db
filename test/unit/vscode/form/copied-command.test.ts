import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHINA, PUBLIC_CLOUD, US_GOVERNMENT } from '../../../../src/domain/cloud.ts';
import type { IssuanceWish } from '../../../../src/domain/issuance-wish.ts';
import { copiedCommand } from '../../../../src/vscode/form/copied-command.ts';

const WISH: IssuanceWish = {
  kind: 'create',
  target: { vault: 'contoso', name: 'www' },
  dnsNames: ['*.example.com'],
};
const HERE = {
  platform: 'linux',
  cloud: PUBLIC_CLOUD,
  dnsServers: [],
  dohServers: [],
  zones: [],
  propagationWait: 0,
  roomWait: 600,
  caRootsFile: '',
};

describe('copiedCommand', () => {
  it('is quoted for the shell of the machine', () => {
    assert.equal(copiedCommand(WISH, HERE), "kvcert create contoso/www --dns '*.example.com'");
    const tagged = { ...WISH, tags: { note: "it's" } };
    assert.match(copiedCommand(tagged, HERE), /--tag 'note=it'\\''s'$/);
    assert.match(copiedCommand(tagged, { ...HERE, platform: 'win32' }), /--tag 'note=it''s'$/);
  });

  it('names the cloud and the name servers that the editor uses', () => {
    assert.match(copiedCommand(WISH, { ...HERE, cloud: US_GOVERNMENT }), /--cloud us-government$/);
    assert.match(copiedCommand(WISH, { ...HERE, cloud: CHINA }), /--cloud china$/);
    assert.match(copiedCommand(WISH, { ...HERE, propagationWait: 90 }), / --propagation-wait 90$/);
    assert.match(copiedCommand(WISH, { ...HERE, roomWait: 0 }), / --room-wait 0$/);
    assert.match(
      copiedCommand(WISH, { ...HERE, caRootsFile: '/etc/r.pem' }),
      / --ca-root \/etc\/r\.pem$/,
    );
    const dohServers = ['https://dns.example/q'];
    assert.match(
      copiedCommand(WISH, { ...HERE, dohServers }),
      /--doh '?https:\/\/dns\.example\/q'?$/,
    );
    const zones = ['/subscriptions/s/a', '/subscriptions/s/b'];
    assert.match(
      copiedCommand(WISH, { ...HERE, zones }),
      / --zone \/subscriptions\/s\/a --zone \/subscriptions\/s\/b$/,
    );
    const dnsServers = ['192.0.2.1', '192.0.2.2:5353'];
    assert.match(
      copiedCommand(WISH, { ...HERE, dnsServers }),
      /--dns-servers '?192\.0\.2\.1,192\.0\.2\.2:5353'?$/,
    );
  });
});
