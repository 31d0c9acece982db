import type { Ready } from '../../test/sandbox/ready.ts';

/** What a person who has just started VS Code reads. */
export function guide(place: string, { users, control }: Ready): string {
  const [operator] = users;
  const others = users.slice(1).map(({ name, displayName }) => `  ${name} (${displayName})`);
  return [
    '',
    `VS Code with the packaged extension: ${place}`,
    '',
    ...(operator === undefined
      ? []
      : [`Sign in as ${operator.name} (${operator.displayName}); there are also`, ...others, '']),
    'Try this:',
    '  - the icon "Key Vault Certificates" at the side: Sign In, Allow, and choose an account',
    '  - Create Certificate… for www.example.com and *.example.com in the vault contoso-prod, and',
    '    close the form while it works: the view Operations goes on',
    '  - click the new certificate: what it says, its versions, its policy',
    '  - Renew Certificate… from its context menu, and look at what will change',
    '  - in the vault fabrikam-locked, see what is said where rights are missing',
    '',
    `All of Azure, its DNS and Let's Encrypt are stand-ins on this machine; nothing else is asked.`,
    `What they were asked: ${control}/log`,
    'Ctrl-C ends it and leaves nothing behind.',
  ].join('\n');
}
