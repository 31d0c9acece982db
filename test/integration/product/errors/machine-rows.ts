/** The network, and the machine that it runs on. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killAt, startHeld } from '../interruption.ts';
import type { Row } from './row.ts';
import { ALWAYS, createArgs, inAHurry } from './scene.ts';

const ORDER = { match: { api: 'acme', path: '^/order-plz' } };

export const machineRows = {
  HostUnreachable: {
    exit: 1,
    says: 'management.azure.com could not be reached: socket hang up.',
    remedies: ['Check the network, the name, and HTTPS_PROXY if there is a proxy between.'],
    provoke: async (s) => {
      await s.client.fault({ kind: 'drop', count: ALWAYS, match: { api: 'arm' } });
      return s.run('vaults');
    },
  },
  HostTimeout: {
    exit: 1,
    says: 'management.azure.com did not answer within <n> seconds.',
    remedies: ['Try again; check the network and HTTPS_PROXY.'],
    provoke: async (s) => {
      await s.client.fault({ kind: 'hold', count: ALWAYS, match: { api: 'arm' } });
      return s.runIn(inAHurry(s.client.env), 'vaults');
    },
  },
  TlsUntrusted: {
    exit: 1,
    says: 'The certificate that login.microsoftonline.com shows is not trusted here: unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca.',
    remedies: [
      'If a proxy of your company opens TLS, name its root certificate in NODE_EXTRA_CA_CERTS.',
    ],
    provoke: (s) => {
      const env = Object.entries(s.client.env).filter(
        ([name]) => !/_CERTS$|_CERT_FILE$/.test(name),
      );
      return s.runIn(Object.fromEntries(env), 'vaults');
    },
  },
  ProxyRefused: {
    exit: 1,
    says: 'The proxy 127.0.0.1:<port> refused a connection to acme.example.net (403).',
    remedies: [
      'Have acme.example.net allowed at the proxy, or name it in NO_PROXY if it is reached directly.',
    ],
    provoke: (s) => s.create('--ca', 'https://acme.example.net/dir'),
  },
  Throttled: {
    exit: 1,
    says: 'management.azure.com takes no requests for now.',
    remedies: ['Try again from <time>.'],
    provoke: async (s) => {
      const fault = { kind: 'fail', status: 429, headers: { 'Retry-After': '3600' } } as const;
      const body = { error: { code: 'TooManyRequests', message: 'Slow down.' } };
      await s.client.fault({ ...fault, body, count: ALWAYS, match: { api: 'arm' } });
      return s.run('vaults');
    },
  },
  StateUnwritable: {
    exit: 1,
    says: '/proc/kvcert/kvcert/locks cannot be written: no folder can be made in /proc.',
    remedies: ['Make it writable, or name another folder in XDG_STATE_HOME.'],
    provoke: (s) =>
      s.runIn({ ...s.client.env, XDG_STATE_HOME: '/proc/kvcert' }, ...createArgs(s.name)),
  },
  StateUnreadable: {
    exit: 1,
    says: '<home>/stateunreadable/kvcert/operations/0123456789abcdef.json cannot be read: Expected double-quoted property name in JSON at position 12 (line 1 column 13).',
    remedies: ['Restore it from a backup, or move it out of the way.'],
    provoke: async (s) => {
      const folder = join(s.client.stateFolder, 'operations');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, '0123456789abcdef.json'), '{"format":1,');
      return s.create();
    },
  },
  OperationRunning: {
    exit: 1,
    says: 'Another window or program (process <id>) is at work on contoso-prod/operationrunning.',
    remedies: ['Wait until it has ended, or stop that process.'],
    provoke: async (s) => {
      const { running, fault } = await startHeld(s.client, createArgs(s.name), ORDER);
      const ended = await s.create();
      running.child.kill('SIGKILL');
      await running.ended;
      await s.world.control.release(fault);
      return ended;
    },
  },
  OperationNotFound: {
    exit: 2,
    says: 'There is no unfinished operation 0123456789abcdef.',
    remedies: ['See what is unfinished. $ kvcert operations'],
    provoke: (s) => s.run('operations', 'undo', '0123456789abcdef'),
  },
  CleanupIncomplete: {
    exit: 1,
    says: 'Not everything could be cleaned up: TXT values at _acme-challenge.cleanupincomplete.example.com (A resource lock keeps /subscriptions/11111111-0a0a-4b0b-8c0c-000000000001/resourceGroups/dns/providers/Microsoft.Network/dnsZones/example.com/TXT/_acme-challenge.cleanupincomplete from being changed. The scope is locked: lock-1.). It is remembered.',
    remedies: ['Clean it up when it can be reached. $ kvcert operations undo --all'],
    provoke: async (s) => {
      await killAt(s.client, createArgs(s.name), { match: { path: '^/chalZ' } });
      const error = { code: 'ScopeLocked', message: 'The scope is locked: lock-1.' };
      const fault = { kind: 'fail', status: 409, count: ALWAYS, body: { error } } as const;
      await s.client.fault({ ...fault, match: { api: 'arm', method: 'DELETE' } });
      return s.run('operations', 'undo', '--all');
    },
  },
  Cancelled: {
    exit: 130,
    says: 'Cancelled in the step "Order the certificate".',
    remedies: [],
    provoke: async (s) => {
      const args = [...createArgs(s.name), '--output', 'json'];
      const { running, fault } = await startHeld(s.client, args, ORDER);
      running.child.kill('SIGINT');
      const ended = await running.ended;
      await s.world.control.release(fault);
      return ended;
    },
  },
} satisfies Partial<Record<ErrorCode, Row>>;
