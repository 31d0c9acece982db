/**
 * Sentences for people in their language. The English sentence is the key: it stands in the code as
 * a literal, and `npm run l10n` collects it for translators. The same contract as `vscode.l10n.t`,
 * which is passed in where there is an editor.
 */

/**
 * The message in the language of the person, with `{0}`, `{1}` … replaced by the arguments. A
 * placeholder without an argument stays as it is; what an argument contains is never looked into.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;

const PLACEHOLDER = /\{(\d+)\}/g;

export const english: Translate = (message, ...args) =>
  message.replaceAll(PLACEHOLDER, (placeholder, index: string) =>
    String(args[Number(index)] ?? placeholder),
  );

/**
 * @param bundle - translations by their English messages (`vscode.l10n.bundle`); what is missing in
 *   it is said in English
 */
export function translatorOf(bundle: Readonly<Record<string, string>> | undefined): Translate {
  if (bundle === undefined) return english;
  return (message, ...args) => {
    const translation = Object.hasOwn(bundle, message) ? bundle[message] : undefined;
    return english(translation ?? message, ...args);
  };
}
