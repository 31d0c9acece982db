/** What VS Code gives to a page in a webview. */
import type { Later, PagePort } from './host-connection.ts';
import type { PageMessage } from './protocol.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Can be called once in the life of a page. */
  function acquireVsCodeApi(): VsCodeApi;
}

/** The page's place in the editor: messages, and a state that outlives a reload. */
export interface PageHome extends PagePort {
  /** What `keep` was last given, from an earlier load too: hostile until it was looked at. */
  kept(): unknown;
  /** Never a secret: the editor writes it to disk. */
  keep(state: unknown): void;
}

/** To be called once, by the page's entry. */
export function openPageHome(): PageHome {
  const api = acquireVsCodeApi();
  return {
    post: (message: PageMessage) => {
      api.postMessage(message);
    },
    listen: (receive) => {
      window.addEventListener('message', (event) => {
        receive(event.data);
      });
    },
    kept: () => api.getState(),
    keep: (state) => {
      api.setState(state);
    },
  };
}

export const later: Later = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => {
    clearTimeout(timer);
  };
};
