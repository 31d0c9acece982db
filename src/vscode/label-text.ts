import { notificationText } from './notification-text.ts';

/**
 * Text as a quick pick, an input box or the status bar may show it. There the editor makes an icon of
 * `$(trash)` and a link of `[text](target)`; names, tags and messages of others could hold one.
 */
export function labelText(text: string): string {
  return notificationText(text).replaceAll('$(', '$ (');
}

/** An item of a quick pick, of whose texts nothing is obeyed. */
export function pickItem<
  T extends { readonly label: string; readonly description?: string; readonly detail?: string },
>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: labelText(label),
    ...(description !== undefined && { description: labelText(description) }),
    ...(detail !== undefined && { detail: labelText(detail) }),
  };
}
