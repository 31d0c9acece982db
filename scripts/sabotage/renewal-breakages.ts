import type { Breakage } from './breakage.ts';

/** The ways in which decisions on renewals, and what follows from them, are broken on purpose. */
export const renewalBreakages: readonly Breakage[] = [
  {
    name: 'comes back to a failed renewal at once',
    file: 'src/domain/renewal-decision.ts',
    find: 'return at > now ? later(at,',
    replace: 'return at > now && count < 0 ? later(at,',
    test: {
      file: 'test/unit/domain/renewal-decision.test.ts',
      name: 'that failed just now: later: failed-before',
    },
  },
  {
    name: 'renews what another tool renews',
    file: 'src/domain/renewal-decision.ts',
    find: "return never({ kind: 'other-tool', tool: renewer.tool });",
    replace: 'return undefined;',
    test: {
      file: 'test/unit/domain/renewal-decision.test.ts',
      name: 'of another tool: never: other-tool',
    },
  },
  {
    name: 'waits for a window that is after the end',
    file: 'src/domain/renewal-decision.ts',
    find: '[...opinions, margin(life)]',
    replace: '(opinions.length > 0 ? [...opinions] : [margin(life)])',
    test: {
      file: 'test/unit/domain/renewal-decision.test.ts',
      name: 'whose window is after its end: later: margin',
    },
  },
  {
    name: 'forgets that a renewal has failed',
    file: 'src/app/renew-several.ts',
    find: 'await certificates.replaceTags(name, bundle.version, tags);',
    replace: 'await Promise.resolve(tags);',
    test: {
      file: 'test/unit/app/renew-several.test.ts',
      name: 'is noted on the certificate, beside what is there',
    },
  },
  {
    name: 'asks a CA that only a tag names',
    file: 'src/app/choose-ca.ts',
    find: '(await accounts.load(ca.directoryUrl)) !== undefined',
    replace: '(await accounts.load(ca.directoryUrl)) !== null',
    test: {
      file: 'test/unit/app/survey-renewals.test.ts',
      name: 'does not ask a CA that only a tag names',
    },
  },
  {
    name: 'tells a CA what is replaced that has no renewal information',
    file: 'src/acme/new-order.ts',
    find: 'renewalInfo === undefined',
    replace: 'renewalInfo === null',
    test: {
      file: 'test/unit/acme/new-order.test.ts',
      name: 'says nothing of it to a CA without renewal information',
    },
  },
  {
    name: 'makes keys faster than Key Vault makes them',
    file: 'src/app/key-creation-pace.ts',
    find: 'if (wait > 0) await',
    replace: 'if (wait < 0) await',
    test: {
      file: 'test/unit/app/key-creation-pace.test.ts',
      name: 'are 20 software keys in ten seconds',
    },
  },
  {
    name: 'leaves a request that its issuer has refused',
    file: 'src/app/issuer-request.ts',
    find: '        await vault.deletePending(name);\n      } catch (cause)',
    replace: '      } catch (cause)',
    test: {
      file: 'test/unit/app/renew-in-vault.test.ts',
      name: 'leaves nothing of a request whose issuer says why',
    },
  },
];
