import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { ARM, claimsOf, startPeople, VAULT, type People } from './people.ts';
import { openWindow, Secrets, type Change, type Constraint } from './stand-in-vscode.ts';

const OPERATOR = 'operator@contoso.com';
const READER = 'reader@contoso.com';
const ARM_SCOPES = [`${ARM}/.default`];
const VAULT_SCOPES = [`${VAULT}/.default`];

describe('the stand-in for sign-in', () => {
  let people: People;
  let folder: string;
  let asked: string[];
  let answers: Record<string, string>;
  before(async () => {
    people = await startPeople();
    folder = await mkdtemp(join(tmpdir(), 'kvcert-stand-in-'));
    process.env['KVCERT_STAND_IN_FILE'] = join(folder, 'accounts.json');
    process.env['KVCERT_STAND_IN_LOG'] = join(folder, 'calls.log');
  });
  beforeEach(async () => {
    asked = [];
    answers = { 'Choose an account': OPERATOR };
    await writeFile(join(folder, 'calls.log'), '');
    await configure([OPERATOR, READER]);
  });
  afterEach(() => people.control('DELETE', '/sign-in-rules'));
  after(async () => {
    await people.sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  const configure = async (users: readonly string[], rest: object = {}) => {
    const accounts = people.sandbox.ready.users
      .filter(({ name }) => users.includes(name))
      .map(({ id, name }) => ({ id, label: name, user: name }));
    const content = { control: people.sandbox.ready.control, accounts, ...rest };
    await writeFile(join(folder, 'accounts.json'), JSON.stringify(content));
  };
  const calls = async () => {
    const text = await readFile(join(folder, 'calls.log'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  };
  const open = (secrets = new Secrets()) => {
    const window = openWindow(secrets, (title) => {
      asked.push(title);
      return answers[title] ?? '';
    });
    return { secrets, ...window, microsoft: window.provider('microsoft') };
  };
  const tenantMark = (name: 'fabrikam' | 'locked') => `VSCODE_TENANT:${people.tenant[name]}`;

  it('gives nothing silently before somebody has signed in', async () => {
    const { microsoft } = open();
    assert.deepEqual(await microsoft.getSessions(ARM_SCOPES, {}), []);
    assert.deepEqual(await microsoft.getSessions(undefined, {}), []);
    assert.deepEqual(asked, []);
    assert.ok((await calls()).every(({ silent, asked: did }) => silent === true && did === false));
  });

  it('asks which account, and is silent for its other resources and tenants from then on', async () => {
    const { microsoft } = open();
    const changes: Change[] = [];
    microsoft.onDidChangeSessions((change) => changes.push(change));
    const created = await microsoft.createSession(ARM_SCOPES, {});
    assert.deepEqual(asked, ['Choose an account']);
    assert.equal(created.account.label, OPERATOR);
    assert.equal(created.id, people.sandbox.ready.users[0]?.id);
    assert.deepEqual(
      changes.map(({ added, removed }) => [added.length, removed.length]),
      [[1, 0]],
    );
    const account = created.account;
    const scopes = [...VAULT_SCOPES, tenantMark('fabrikam'), 'VSCODE_CLIENT_ID:any'];
    const [session] = await microsoft.getSessions(scopes, { account });
    assert.ok(session);
    assert.deepEqual(session.scopes, scopes);
    assert.equal(claimsOf(session.accessToken)['tid'], people.tenant.fabrikam);
    const [accountOnly] = await microsoft.getSessions(undefined, {});
    assert.deepEqual(accountOnly?.account, account);
    assert.equal(asked.length, 1);
    const line = (await calls()).at(-2);
    assert.deepEqual(
      [line?.['call'], line?.['account'], line?.['outcome']],
      ['getSessions', OPERATOR, 'sessions'],
    );
    assert.ok(!JSON.stringify(await calls()).includes(session.accessToken));
  });

  it('takes the account that is asked for, or the only one, without a question', async () => {
    const { microsoft } = open();
    const reader = people.sandbox.ready.users[1];
    const account = { id: reader?.id, label: reader?.name };
    const session = await microsoft.createSession(ARM_SCOPES, { account });
    assert.equal(session.account.label, READER);
    await configure([OPERATOR]);
    assert.equal((await microsoft.createSession(ARM_SCOPES, {})).account.label, OPERATOR);
    assert.deepEqual(asked, []);
    const both = await microsoft.getSessions(ARM_SCOPES, {});
    assert.deepEqual(
      both.map((each) => each.account.label),
      [READER, OPERATOR],
    );
    const one = await microsoft.getSessions(ARM_SCOPES, { account });
    assert.deepEqual(
      one.map((each) => each.account.label),
      [READER],
    );
  });

  it('remembers over a reload who has signed in, and tells other windows of it', async () => {
    const one = open();
    const other = open(one.secrets);
    const changes: Change[] = [];
    other.microsoft.onDidChangeSessions((change) => changes.push(change));
    await one.command('standIn.addAccount', OPERATOR);
    const [session] = await other.microsoft.getSessions(ARM_SCOPES, {});
    assert.equal(session?.account.label, OPERATOR);
    assert.equal(changes[0]?.added.length, 1);
    const reloaded = open(one.secrets);
    assert.equal((await reloaded.microsoft.getSessions(ARM_SCOPES, {})).length, 1);
    assert.deepEqual(asked, []);

    await reloaded.command('standIn.signOut');
    assert.deepEqual(await one.microsoft.getSessions(ARM_SCOPES, {}), []);
    assert.equal(changes[1]?.removed.length, 1);
  });

  it('gives no session silently where the sandbox wants interaction, and asks when it may', async () => {
    const { microsoft, command } = open();
    await command('standIn.addAccount', OPERATOR);
    const scopes = [...ARM_SCOPES, tenantMark('locked')];
    assert.deepEqual(await microsoft.getSessions(scopes, {}), []);
    assert.match(String((await calls()).at(-1)?.['error']), /^AADSTS50076/);
    const [account] = (await microsoft.getSessions(undefined, {})).map((each) => each.account);
    const title = `Approve the sign-in of ${OPERATOR}?`;
    await assert.rejects(microsoft.createSession(scopes, { account }));
    assert.deepEqual(await microsoft.getSessions(scopes, {}), []);
    answers[title] = 'Approve';
    const session = await microsoft.createSession(scopes, { account });
    assert.equal(claimsOf(session.accessToken)['tid'], people.tenant.locked);
    assert.deepEqual(asked, [title, title]);
    assert.equal((await microsoft.getSessions(scopes, {})).length, 1);
  });

  it("fails with Entra's words where interaction does not help", async () => {
    const rule = { effect: 'interaction', tenant: people.tenant.locked, interactive: 'refused' };
    await people.control('POST', '/sign-in-rules', rule);
    const { microsoft } = open();
    answers[`Approve the sign-in of ${OPERATOR}?`] = 'Approve';
    await assert.rejects(microsoft.createSession([...ARM_SCOPES, tenantMark('locked')], {}), {
      message: /^AADSTS53003/,
    });
  });

  it('keeps a token until it is about to expire, unless a challenge brings claims', async () => {
    const { microsoft, command } = open();
    await command('standIn.addAccount', OPERATOR);
    const token = async () => (await microsoft.getSessions(VAULT_SCOPES, {}))[0]?.accessToken;
    const first = await token();
    assert.equal(await token(), first);

    await people.control('POST', '/sign-in-rules', { effect: 'claims', resource: 'keyvault' });
    assert.equal(await token(), first);
    const constraint = await challengeOf(first);
    const [answered] = await microsoft.getSessionsFromChallenges(constraint, {});
    assert.ok(answered);
    assert.equal(await token(), answered.accessToken);
    const url = 'https://contoso-prod.vault.azure.net/certificates?api-version=2025-07-01';
    assert.equal((await people.get(url, answered.accessToken)).status, 200);

    await people.control('DELETE', '/sign-in-rules');
    await configure([OPERATOR], { lifetimeSeconds: 60 });
    const { accessToken: short } = await microsoft.createSession(VAULT_SCOPES, {});
    assert.notEqual(await token(), short);
  });

  it('answers a challenge interactively where it has to', async () => {
    const { microsoft, command } = open();
    await command('standIn.addAccount', OPERATOR);
    const [session] = await microsoft.getSessions(VAULT_SCOPES, {});
    const rule = { effect: 'revoke', needs: 'interaction' };
    await people.control('POST', '/sign-in-rules', rule);
    const constraint = await challengeOf(session?.accessToken);
    assert.deepEqual(await microsoft.getSessionsFromChallenges(constraint, {}), []);
    answers[`Approve the sign-in of ${OPERATOR}?`] = 'Approve';
    const { accessToken } = await microsoft.createSessionFromChallenges(constraint, {
      account: session?.account,
    });
    const url = 'https://contoso-prod.vault.azure.net/certificates?api-version=2025-07-01';
    assert.equal((await people.get(url, accessToken)).status, 200);
  });

  it('refuses a challenge without claims as Microsoft does', async () => {
    const { microsoft } = open();
    const challenges = [{ scheme: 'Bearer', params: { resource: VAULT } }];
    await assert.rejects(
      async () =>
        microsoft.getSessionsFromChallenges({ challenges, fallbackScopes: VAULT_SCOPES }, {}),
      { message: 'No claims found in authentication challenges' },
    );
  });

  it("forgets an account that is removed in the editor's own menu", async () => {
    const { microsoft, command } = open();
    const id = await command('standIn.addAccount', OPERATOR);
    await microsoft.removeSession(String(id));
    assert.deepEqual(await microsoft.getSessions(ARM_SCOPES, {}), []);
  });

  /** What a vault holds against a token, parsed as VS Code parses it. */
  async function challengeOf(token: string | undefined): Promise<Constraint> {
    const url = 'https://contoso-prod.vault.azure.net/certificates?api-version=2025-07-01';
    const { status, headers } = await people.get(url, token);
    assert.equal(status, 401);
    const claims = /claims="([^"]+)"/.exec(String(headers['www-authenticate']))?.[1];
    assert.ok(claims);
    const challenges = [{ scheme: 'Bearer', params: { error: 'insufficient_claims', claims } }];
    return { challenges, fallbackScopes: VAULT_SCOPES };
  }
});
