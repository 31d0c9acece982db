/** Texts that want to be more than text, wherever somebody else may write one. */
import type { SeededCertificate } from '../keyvault/seed.ts';
import { DAY, type CertificateMaker } from './certificate-maker.ts';

const ESCAPE = '\u001b';

const MARKUP = '<img src=x onerror=alert(document.domain)>';
/** Clears the screen, changes the window's title, offers a link. */
const TERMINAL = `${ESCAPE}[2J${ESCAPE}[1;31m${ESCAPE}]0;owned\u0007${ESCAPE}]8;;https://evil.example\u0007click${ESCAPE}]8;;\u0007`;
const MARKDOWN =
  '[renew](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%22%7D)';
const SCRIPT = '"\'><script>fetch("https://evil.example")</script>';
/** Turns the direction of what follows, and hides a zero-width space. */
const BIDI = 'safe\u202egpj.exe\u200b';

export async function hostileCertificates(
  maker: CertificateMaker,
  now: number,
): Promise<readonly SeededCertificate[]> {
  const validity = { notBefore: now - 10 * DAY, notAfter: now + 80 * DAY };
  const dnsNames = ['hostile.example.com'] as const;
  return [
    {
      name: 'hostile-markup',
      ...(await maker.make({ dnsNames, ...validity, commonName: MARKUP })),
      tags: { [MARKUP]: SCRIPT, owner: MARKUP, ['__proto__']: 'polluted' },
    },
    {
      name: 'hostile-terminal',
      ...(await maker.make({ dnsNames, ...validity, commonName: `a${ESCAPE}[31mred` })),
      tags: { note: TERMINAL, [`key${ESCAPE}[8m`]: 'hidden', lines: 'one\r\ntwo\u2028three' },
    },
    {
      name: 'hostile-markdown',
      ...(await maker.make({ dnsNames, ...validity, commonName: '$(trash) `code` | **bold**' })),
      tags: {
        note: MARKDOWN,
        image: '![x](https://evil.example/pixel.png)',
        direction: BIDI,
        // A recipe for renewal that leads to somebody else's CA.
        'kvcert-ca': `https://evil.example/directory?${MARKUP.replaceAll(' ', '')} profile=classic`,
        'kvcert-owner': `run=0000000000000000 since=0 until=99999999999 by=${SCRIPT} for=x`,
      },
    },
  ];
}
