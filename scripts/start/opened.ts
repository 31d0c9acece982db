/** A VS Code that a person was given. */
export interface Opened {
  /** Where it is, for people: a URL, or the name of a window. */
  readonly place: string;
  /** Resolves when the person has closed it; a browser's tab does not tell. */
  readonly closed: Promise<void>;
  readonly close: () => Promise<void>;
}
