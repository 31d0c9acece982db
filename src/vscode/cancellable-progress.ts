import * as vscode from 'vscode';

/** Shows a notification with a Cancel button while `work` runs; Cancel aborts its signal. */
export function withCancellableProgress<T>(
  title: string,
  work: (told: (text: string) => void, signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      const listening = token.onCancellationRequested(() => {
        controller.abort(new vscode.CancellationError());
      });
      try {
        return await work((message) => {
          progress.report({ message });
        }, controller.signal);
      } finally {
        listening.dispose();
      }
    },
  );
}
