import type { Breakage } from './breakage.ts';

/** The ways in which engine and command line are broken on purpose, and the tests that must notice. */
export const engineBreakages: readonly Breakage[] = [
  {
    name: 'creates a record set without If-None-Match',
    file: 'src/azure/dns-record-sets.ts',
    find: "{ ifNoneMatch: '*' }",
    replace: '{}',
    test: {
      file: 'test/unit/azure/dns-record-sets.test.ts',
      name: 'creates only where nothing is',
    },
  },
  {
    name: 'writes a record set without its ETag',
    file: 'src/azure/dns-record-sets.ts',
    find: ': { ifMatch: etag };',
    replace: ': {};',
    test: { file: 'test/unit/azure/dns-record-sets.test.ts', name: 'replaces only what was read' },
  },
  {
    name: 'deletes a record set whatever its ETag',
    file: 'src/azure/dns-record-sets.ts',
    find: 'ifMatch: etag,',
    replace: "ifMatch: etag && '*',",
    test: { file: 'test/unit/azure/dns-record-sets.test.ts', name: 'presents the tag' },
  },
  {
    name: "removes a whole record set with strangers' values in it",
    file: 'src/domain/challenge-record-set.ts',
    find: 'if (kept.length === 0 && CREATED_KEY in metadata && isOnlyOurs)',
    replace: 'if (CREATED_KEY in metadata && isOnlyOurs)',
    test: {
      file: 'test/unit/domain/challenge-record-set.test.ts',
      name: 'keeps a set that we made while a stranger uses it',
    },
  },
  {
    name: 'is content with one name server that has the values',
    file: 'src/domain/propagation.ts',
    find: 'if (have === of) ',
    replace: 'if (have > 0) ',
    test: {
      file: 'test/unit/domain/propagation.test.ts',
      name: 'is partly there while one server lacks one value',
    },
  },
  {
    name: 'asks a resolver for the challenge record before it exists',
    file: 'src/dns/lookups.ts',
    find: 'enclosing(parentOf(name), signal)',
    replace: 'enclosing(parentOf(`x.${name}`), signal)',
    test: {
      file: 'test/unit/dns/name-servers.test.ts',
      name: 'are read from the authoritative servers, without asking a resolver for the record',
    },
  },
  {
    name: 'waits as the user has set although servers answer',
    file: 'src/app/await-propagation.ts',
    find: 'if (!answered && ',
    replace: 'if (',
    test: {
      file: 'test/unit/app/await-propagation.test.ts',
      name: 'does not wait so where somebody answers',
    },
  },
  {
    name: 'tells a third party the names although port 53 is open',
    file: 'src/dns/fallback.ts',
    find: 'const way = isDirect ? direct : overHttps;',
    replace: 'const way = overHttps;',
    test: { file: 'test/unit/dns/fallback.test.ts', name: 'does not happen where port 53 is open' },
  },
  {
    name: 'lets issuewild decide for names that are no wildcards',
    file: 'src/domain/caa.ts',
    find: 'return wildcard && isWild',
    replace: 'return (wildcard || isWild) && isWild',
    test: {
      file: 'test/unit/domain/caa.test.ts',
      name: '["0 issue letsencrypt.org","0 issuewild ;"]: allowed',
    },
  },
  {
    name: 'believes a resolver that remembers older CAA records',
    file: 'src/dns/lookups.ts',
    find: 'if (!options.resolverRemembers) return',
    replace: 'if (options.resolverRemembers) return',
    test: {
      file: 'test/unit/dns/caa-lookup.test.ts',
      name: 'are read anew from the zone where a resolver may remember others',
    },
  },
  {
    name: 'asks for clientAuth too',
    file: 'src/domain/acme-policy.ts',
    find: 'ekus: [SERVER_AUTH],\n    validityMonths',
    replace: "ekus: [SERVER_AUTH, '1.3.6.1.5.5.7.3.2'],\n    validityMonths",
    test: {
      file: 'test/unit/domain/acme-policy.test.ts',
      name: 'has an unknown issuer, serverAuth alone and the first name as CN',
    },
  },
  {
    name: 'lets Key Vault choose the order of the chain',
    file: 'src/azure/key-vault.ts',
    find: 'preserveCertificateOrder: true',
    replace: 'preserveCertificateOrder: false',
    test: {
      file: 'test/unit/azure/key-vault.test.ts',
      name: 'sends one POST with the policy and reads the CSR from its answer',
    },
  },
  {
    name: 'creates a second time when the answer was lost',
    file: 'src/azure/key-vault.ts',
    find: 'postsAreReads: false',
    replace: 'postsAreReads: true',
    test: {
      file: 'test/unit/azure/key-vault.test.ts',
      name: 'never repeats a POST whose answer was lost',
    },
  },
  {
    name: "takes a proxy's 403 for one of Azure",
    file: 'src/azure/transport.ts',
    find: 'if (!(message.socket instanceof TLSSocket))',
    replace: 'if (!(message.socket instanceof TLSSocket) && message.statusCode !== 403)',
    test: {
      file: 'test/unit/azure/transport.test.ts',
      name: "takes a proxy's refusal for what it is",
    },
  },
  {
    name: 'logs the token of a request that is repeated',
    file: 'src/azure/retries.ts',
    find: '{ url: withoutQuery(request.url), tries }',
    replace: '{ url: withoutQuery(request.url), tries, headers: request.headers.toJSON() }',
    test: {
      file: 'test/integration/product/no-secrets.test.ts',
      name: 'holds no token, client secret or account key, whatever was refused and repeated',
    },
  },
  {
    name: 'leaves its TXT values behind',
    file: 'src/app/clean-up.ts',
    find: '.filter(({ values }) => values.length > 0)',
    replace: '.filter(({ values }) => values.length < 0)',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'leaves the certificate, the tags of a renewal and what strangers have',
    },
  },
  {
    name: 'answers the challenges without waiting for the name servers',
    file: 'src/app/prove-control.ts',
    find: 'awaitPropagation(run, records, signal)',
    replace: 'awaitPropagation(run, records.slice(records.length), signal)',
    test: {
      file: 'test/integration/product/slow-name-server.test.ts',
      name: 'is waited for before the first challenge is answered',
    },
  },
  {
    name: 'orders before the journal knows the account',
    file: 'src/app/open-order.ts',
    find: 'await run.record({ accountUrl: opened.accountUrl });',
    replace: '',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'ca.newOrder finds itself in the journal',
    },
  },
  {
    name: 'publishes values that the journal does not know',
    file: 'src/app/publish-challenges.ts',
    find: 'await run.record({ values });',
    replace: '',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'dns.put finds itself in the journal',
    },
  },
  {
    name: 'answers the next turn while the CA remembers the last one',
    file: 'src/app/prove-control.ts',
    find: 'await clock.sleep(rest, signal);',
    replace: 'signal.throwIfAborted();',
    test: {
      file: 'test/unit/app/full-record-set.test.ts',
      name: 'proves its names in turns where one of two values has room',
    },
  },
  {
    name: 'keeps values in one full set while it waits for another',
    file: 'src/app/prove-control.ts',
    find: 'await withdrawTurn(run, records, signal);',
    replace: 'await withdrawTurn(run, [], signal);',
    test: {
      file: 'test/unit/app/full-record-set.test.ts',
      name: 'puts nothing else anywhere while it waits',
    },
  },
  {
    name: 'makes a key in the vault that the journal does not know',
    file: 'src/app/pending-operation.ts',
    find: 'await run.record({ pending: { requestId: undefined } });',
    replace: '',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'vault.createPending finds itself in the journal',
    },
  },
  {
    name: 'tells the CA to issue before the journal says so',
    file: 'src/app/finalize-order.ts',
    find: 'await run.record({ finalizing: true });',
    replace: '',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'ca.finalize finds itself in the journal',
    },
  },
  {
    name: 'does not listen to a cancellation',
    file: 'src/app/issue-certificate.ts',
    find: 'await carryOut(run, signal)',
    replace: 'await carryOut(run, new AbortController().signal)',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'says at which step it was cancelled',
    },
  },
  {
    name: "loses the owner's tags when it renews",
    file: 'src/app/certificate-tags.ts',
    find: 'return { ...withoutAttempts(withoutClaim(others)), ...plan.tags, [CA_TAG]: recipe };',
    replace: 'return withoutAttempts(withoutClaim({ [CA_TAG]: others[CA_TAG] ?? recipe }));',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: "keeps the owner's tags, policy and profile when it renews",
    },
  },
  {
    name: 'forgets the tags that were wished for',
    file: 'src/app/certificate-tags.ts',
    find: '...plan.tags, ',
    replace: '',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'sets the tags that were wished for, on top of those that are there',
    },
  },
  {
    name: 'takes an agreement for other terms than those that were seen',
    file: 'src/app/ca-session.ts',
    find: 'if (terms !== agreedTerms &&',
    replace: 'if (agreedTerms === undefined &&',
    test: {
      file: 'test/unit/app/ca-session.test.ts',
      name: 'asks again who has agreed to other terms',
    },
  },
  {
    name: "keeps other people's tags on disk",
    file: 'src/app/listing-cache.ts',
    find: 'ca: tags[CA_TAG],',
    replace: 'ca: JSON.stringify(tags),',
    test: {
      file: 'test/unit/app/listing-cache.test.ts',
      name: 'holds no tags but the one that says which CA',
    },
  },
  {
    name: 'lets a shell read what stands in a tag',
    file: 'src/domain/cli-command.ts',
    find: 'const PLAIN = /^[\\w./:-]+$/;',
    replace: 'const PLAIN = /^[^ ]+$/;',
    test: {
      file: 'test/unit/cli/command-of-wish.test.ts',
      name: "is kvcert create contoso-prod/www --dns example.com --dns '*.example.com'",
    },
  },
  {
    name: 'looks only into the first vaults for what expires',
    file: 'src/app/watch-expiry.ts',
    find: 'const listings = await sideBySide(wanted,',
    replace: 'const listings = await sideBySide(wanted.slice(0, 1),',
    test: {
      file: 'test/unit/app/watch-expiry.test.ts',
      name: 'lists every vault of the chosen subscriptions once, and remembers what it has seen',
    },
  },
  {
    name: 'leaves its claim on the new version',
    file: 'src/app/certificate-tags.ts',
    find: 'return { ...withoutAttempts(withoutClaim(others)), ...plan.tags, [CA_TAG]: recipe };',
    replace: 'return { ...withoutAttempts(others), ...withoutClaim({}), [CA_TAG]: recipe };',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'leaves the certificate, the tags of a renewal and what strangers have',
    },
  },
  {
    name: 'renews without saying who is at work',
    file: 'src/app/certificate-tags.ts',
    find: 'replaceTags(plan.name, previous.version, claimedTags(run, bundle.tags))',
    replace: 'replaceTags(plan.name, previous.version, bundle.tags)',
    test: {
      file: 'test/unit/app/issue-certificate.test.ts',
      name: 'says while it runs who is at work, on the vault and on every record set',
    },
  },
  {
    name: 'leaves its pending operation in the vault when it gives up',
    file: 'src/app/undo-issuance.ts',
    find: 'if (operation) await run',
    replace: "if (operation?.status === '') await run",
    test: {
      file: 'test/integration/product/renewal.test.ts',
      name: 'leaves tags and policy as they were if the CA refuses the CSR',
    },
  },
  {
    name: 'does not put the policy back when it gives up',
    file: 'src/app/undo-issuance.ts',
    find: 'await services.vault.replacePolicy(plan.name, before, signal);',
    replace: '',
    test: {
      file: 'test/integration/product/renewal.test.ts',
      name: 'puts the policy back if a version with other names comes to nothing',
    },
  },
  {
    name: 'takes any pending operation for its own',
    file: 'src/app/name-check.ts',
    find: 'if (claim !== undefined && differences',
    replace: 'if (differences',
    test: {
      file: 'test/integration/product/taken-names.test.ts',
      name: 'is refused although it is for the same names',
    },
  },
  {
    name: 'takes over a CSR for other names',
    file: 'src/app/name-check.ts',
    find: 'if (claim !== undefined && differences.length === 0)',
    replace: 'if (claim !== undefined)',
    test: {
      file: 'test/integration/product/taken-names.test.ts',
      name: 'is refused when the claim is over and the names differ',
    },
  },
  {
    name: 'lets terminal escapes through',
    file: 'src/domain/plain-text.ts',
    find: '[\\p{Cc}\\p{Cf}',
    replace: '[\\p{Cf}',
    test: {
      file: 'test/integration/product/taken-names.test.ts',
      name: 'tells names with terminal escapes without obeying them',
    },
  },
  {
    name: "agrees to a CA's terms in silence",
    file: 'src/cli/agree-to-terms.ts',
    find: 'if (!terminal) return false;',
    replace: 'if (!terminal) return true;',
    test: {
      file: 'test/unit/cli/agree-to-terms.test.ts',
      name: 'is nobody’s where nobody can be asked',
    },
  },
  {
    name: 'says a sentence in English to everybody',
    file: 'src/domain/messages/machine.ts',
    find: "message: t('There is no unfinished operation {0}.', id)",
    replace: 'message: `There is no unfinished operation ${id}.`',
    test: {
      file: 'test/unit/domain/pseudo-locale.test.ts',
      name: 'is all of OperationNotFound {"id":"0123456789abcdef"}',
    },
  },
  {
    name: 'says that all is well when a vault could not be read',
    file: 'src/cli/end-of-look.ts',
    find: '? EXIT.someFailed :',
    replace: '? EXIT.done :',
    test: {
      file: 'test/integration/product/listing.test.ts',
      name: 'reads all vaults, names the one that cannot be read, and ends with 3',
    },
  },
];
