import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Locator, Page } from 'playwright-core';
import { alwaysAllowSignIn, pressInDialog } from '../page/dialogs.ts';
import {
  alwaysAgreeToTerms,
  clearNotifications,
  notification,
  pressInNotification,
} from '../page/notifications.ts';
import { runCommand } from '../page/palette.ts';
import { chooseFile } from '../page/file-dialog.ts';
import { answerQuickInput, confirmAsTicked, pickOnly, quickInputRow } from '../page/quick-input.ts';
import {
  activityTab,
  expandTreeItem,
  pressOnTreeItem,
  selectTreeItems,
  showContainer,
  treeItem,
  treeItemNamed,
} from '../page/views.ts';
import { pageContent } from '../page/webview.ts';
import type { Person } from './seam.ts';

/** A person who sits before `page` and does what is asked. */
export function personAt(page: Page): Person {
  return {
    runCommand: (label) => runCommand(page, label),
    answerQuickInput: (prompt, text) => answerQuickInput(page, prompt, text),
    chooseFile: (title, path) => chooseFile(page, title, path),
    pick: (row) => quickInputRow(page, row).click(),
    pickOnly: (rows) => pickOnly(page, rows),
    confirmAsTicked: (row) => confirmAsTicked(page, row),
    escape: () => page.keyboard.press('Escape'),
    readNotification: async (text) => (await notification(page, text)).innerText(),
    pressInNotification: (text, button) => pressInNotification(page, text, button),
    notifications: () => page.locator('.notification-list-item').allInnerTexts(),
    clearNotifications: () => clearNotifications(page),
    pressInDialog: (text, button) => pressInDialog(page, text, button),
    alwaysAllowSignIn: () => {
      alwaysAllowSignIn(page);
      return Promise.resolve();
    },
    showContainer: (name) => showContainer(page, name),
    findTreeItem: (text) => treeItem(page, text).first().waitFor(),
    alwaysAgreeToTerms: () => {
      alwaysAgreeToTerms(page);
      return Promise.resolve();
    },
    treeItems: () => accessibleNames(page.locator('.sidebar').getByRole('treeitem')),
    expandTreeItem: (name) => expandTreeItem(treeItemNamed(page, name)),
    pressOnTreeItem: (name, action) => pressOnTreeItem(treeItemNamed(page, name), action),
    selectTreeItems: (names) => selectTreeItems(names.map((name) => treeItemNamed(page, name))),
    activityBar: async () =>
      (await activityTab(page, 'Key Vault Certificates').getAttribute('aria-label')) ?? '',
    readPage: (text) => pageContent(page, text),
    statusBar: () => page.locator('.statusbar-item').allInnerTexts(),
  };
}

/** All at one moment: trees are drawn anew while somebody reads. */
function accessibleNames(items: Locator): Promise<string[]> {
  return items.evaluateAll((all: readonly Labelled[]) =>
    all.map(({ ariaLabel }) => ariaLabel ?? ''),
  );
}

/** What we need of an element of the page. */
interface Labelled {
  readonly ariaLabel: string | null;
}

/** Where another process finds a person. */
export interface Meeting {
  readonly url: string;
  /** Requests that have come before wait for this. */
  readonly arrive: (person: Person) => void;
  readonly close: () => Promise<void>;
}

/**
 * Lets another process ask a person: POST [name, ...arguments] is answered by [result], or by 500
 * and what went wrong.
 */
export async function servePerson(): Promise<Meeting> {
  const meeting = Promise.withResolvers<Person>();
  const server = createServer((request, response) => {
    void act(meeting.promise, request).then(
      (result) => response.end(JSON.stringify([result])),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrive: (person) => {
      meeting.resolve(person);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function act(coming: Promise<Person>, request: IncomingMessage): Promise<unknown> {
  const [name, ...args] = (await json(request)) as [keyof Person, ...unknown[]];
  const person = await coming;
  const action = person[name] as (...args: unknown[]) => Promise<unknown>;
  return action(...args);
}
