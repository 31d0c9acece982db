/** What CAs ask for, refuse and get wrong. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from './row.ts';
import { ALWAYS, inAHurry, createArgs, SCRIPTED_CA, type Scene } from './scene.ts';

async function withRule(scene: Scene, rule: object): Promise<Awaited<ReturnType<Scene['create']>>> {
  await scene.rule(rule);
  return scene.create(...SCRIPTED_CA);
}

export const caRows = {
  TermsNotAgreed: {
    exit: 2,
    says: "Before it issues anything, Let's Encrypt asks you to agree to its terms of service (data:text/plain,Do%20what%20thou%20wilt).",
    remedies: ['Read them; then run the command again with --agree-terms. It is remembered.'],
    provoke: (s) => s.run('create', s.client.target, '--dns', `${s.name}.example.com`),
  },
  ExternalAccountRequired: {
    exit: 1,
    says: 'acme.scripted.test issues only to accounts that are bound to one on its site (external account binding), and none is known here.',
    remedies: [
      'Get a key id and an HMAC key on the site of acme.scripted.test.',
      'Then make an account of them: kvcert account create --ca https://acme.scripted.test/directory --eab-kid KID --eab-key-file FILE.',
      'Choose another CA, for example --ca letsencrypt.',
    ],
    provoke: (s) =>
      withRule(s, {
        ...{ resource: 'directory', times: ALWAYS },
        merge: { meta: { externalAccountRequired: true } },
      }),
  },
  AccountNotFound: {
    exit: 2,
    says: "No account at Let's Encrypt is known here.",
    remedies: [
      'See which accounts there are with kvcert account list.',
      'Make one with kvcert account create --ca letsencrypt.',
    ],
    provoke: (s) => s.run('account', 'show', '--ca', 'letsencrypt'),
  },
  InvalidEabKey: {
    exit: 2,
    says: 'The HMAC key for the external account kid-1 of acme.scripted.test is no base64url text.',
    remedies: ['Copy it once more, whole, from where acme.scripted.test shows it.'],
    provoke: async (s) => {
      const file = join(s.client.stateFolder, 'eab-key');
      await mkdir(s.client.stateFolder, { recursive: true });
      await writeFile(file, 'no base64url', { mode: 0o600 });
      const external = ['--eab-kid', 'kid-1', '--eab-key-file', file];
      return s.run('account', 'create', '--agree-terms', ...SCRIPTED_CA, ...external);
    },
  },
  NotOfferedByCa: {
    exit: 1,
    says: 'acme.scripted.test does not let an account change its key.',
    remedies: ['Register a new account, and deactivate this one.'],
    provoke: async (s) => {
      await s.run('account', 'create', '--agree-terms', ...SCRIPTED_CA);
      return s.run('account', 'rollover', ...SCRIPTED_CA);
    },
  },
  RateLimited: {
    exit: 1,
    says: 'acme.scripted.test has reached a limit for this account or these names: Too many orders.',
    remedies: [
      'Try again later.',
      'To try things out, use --ca letsencrypt-staging: its limits are wide.',
    ],
    provoke: (s) =>
      withRule(s, {
        ...{ resource: 'newOrder', times: ALWAYS, status: 429 },
        problem: { type: 'rateLimited', detail: 'Too many orders.' },
      }),
  },
  LimitSpent: {
    why: 'it puts off what is renewed because it is due, which is told in its report',
    test: 'test/integration/product/same-names.test.ts',
  },
  AcmeProblem: {
    exit: 1,
    says: 'acme.scripted.test does not accept the certificate signing request. It says: A weak key.',
    remedies: ['Choose another kind of key, other names, or another profile.'],
    provoke: (s) =>
      withRule(s, { resource: 'finalize', problem: { type: 'badCSR', detail: 'A weak key.' } }),
  },
  ChallengeFailed: {
    exit: 1,
    says: 'acme.scripted.test could not confirm that the account controls challengefailed.example.com: challengefailed.example.com: the TXT record is not there, or has another value. It says: No TXT record.',
    remedies: ['Check that the zone is really delegated to the name servers of Azure DNS.'],
    provoke: (s) =>
      withRule(s, {
        ...{ resource: 'challenge', times: ALWAYS },
        instructions: { finding: { type: 'unauthorized', detail: 'No TXT record.' } },
      }),
  },
  ChallengeNotOffered: {
    exit: 1,
    says: 'acme.scripted.test offers no dns-01 challenge for challengenotoffered.example.com, only http-01.',
    remedies: ['Choose another CA.'],
    provoke: (s) =>
      withRule(s, { resource: 'newOrder', instructions: { challengeTypes: ['http-01'] } }),
  },
  OrderInvalid: {
    exit: 1,
    says: 'acme.scripted.test gave the order up: The linter has refused it.',
    remedies: ['Try again: that begins a new order.'],
    provoke: (s) =>
      withRule(s, {
        resource: 'finalize',
        instructions: { outcome: 'invalid', detail: 'The linter has refused it.' },
      }),
  },
  ChainUnusable: {
    exit: 1,
    says: 'What acme.scripted.test has issued cannot be used: it is for another key than this one, as if two issuances had shared the order.',
    remedies: ['Try again: that begins a new order.'],
    provoke: (s) => withRule(s, { resource: 'finalize', instructions: { otherKey: true } }),
  },
  CaTimeout: {
    exit: 1,
    says: 'acme.scripted.test did not finish the validation of catimeout.example.com within <n> seconds.',
    remedies: ['Try again; the CA may be slow at the moment.'],
    provoke: async (s) => {
      await s.rule({ resource: 'order', times: ALWAYS, merge: { status: 'pending' } });
      await s.rule({ resource: 'authorization', times: ALWAYS, merge: { status: 'pending' } });
      return s.runIn(inAHurry(s.client.env), ...createArgs(s.name, ...SCRIPTED_CA));
    },
  },
  UnexpectedAnswer: {
    exit: 1,
    says: 'acme.scripted.test gave an answer that makes no sense here (201): {"status":"pending".',
    remedies: ['Try again; if it stays, something between may be answering instead.'],
    provoke: (s) => withRule(s, { resource: 'newOrder', truncateTo: 19 }),
  },
} satisfies Partial<Record<ErrorCode, Row>>;
