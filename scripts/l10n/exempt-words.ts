/** Words that look like a sentence's and are none, or are for nobody who has chosen a language. */

interface Exemption {
  readonly path: string;
  readonly words: RegExp;
}

const EXEMPTIONS: readonly Exemption[] = [
  // Names are the same everywhere.
  { path: 'src/domain/cloud.ts', words: /^Azure / },
  { path: 'src/domain/certificate-authorities.ts', words: /^Google Trust Services/ },
  { path: 'src/vscode/open-app.ts', words: /^Key Vault Certificates$/ },
  { path: 'src/domain/messages/dns.ts', words: /^(?:DNS Zone|Key Vault) Contributor$/ },
  {
    path: 'src/domain/messages/vault-gates.ts',
    words: /^Key Vault (?:Certificates Officer|Certificate User|Crypto Officer|Crypto User)$/,
  },
  {
    path: 'src/domain/messages/missing-rights.ts',
    words: /^(?:DNS Zone Contributor|Key Vault Certificates Officer)$/,
  },
  // Handed to the log by the function that gets them.
  { path: 'src/app/cache-files.ts', words: /^not (?:read|written|tidied up)$/ },
  // What Copy Diagnostics copies goes to those who mend the product.
  {
    path: 'src/vscode/commands/log-commands.ts',
    words:
      /^(?:Key Vault Certificates|Editor|Machine|Accounts|Proxy setting|Environment|Name servers) |^not set$|^those of the zones$/,
  },
  // A header (RFC 6750).
  { path: 'src/vscode/sign-in/editor-sessions.ts', words: /^Bearer realm=/ },
];

export function isExempt(path: string, words: string): boolean {
  return EXEMPTIONS.some((exemption) => exemption.path === path && exemption.words.test(words));
}
