/** What CAs ask for, refuse and get wrong. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import type { Row } from './row.ts';
import { ALWAYS, inAHurry, createArgs, SCRIPTED_CA, type Scene } from './scene.ts';

async function withRule(scene: Scene, rule: object): Promise<Awaited<ReturnType<Scene['create']>>> {
  await scene.rule(rule);
  return scene.create(...SCRIPTED_CA);
}

async function withSettings<T>(
  { world }: Scene,
  settings: object,
  work: () => Promise<T>,
): Promise<T> {
  await world.control.caSettings(settings);
  try {
    return await work();
  } finally {
    await world.control.caSettings({});
  }
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
    says: 'acme.scripted.test issues only for accounts that were made on its site (external account binding), which this version cannot use yet.',
    remedies: ['Choose another CA, for example --ca letsencrypt.'],
    provoke: (s) =>
      withSettings(s, { externalAccounts: { 'kid-1': 'AAAA' } }, () => s.create(...SCRIPTED_CA)),
  },
  InvalidEabKey: {
    why: 'The command line takes no key of an external account.',
    test: 'test/unit/acme/registration.test.ts',
  },
  NotOfferedByCa: {
    why: 'The command line neither exchanges the key of an account nor revokes.',
    test: 'test/unit/acme/known-account.test.ts',
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
    says: 'acme.scripted.test did not finish the validation of catimeout.example.com within 300 seconds.',
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
