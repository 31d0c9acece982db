/** What a file holds, before it is judged. */
export interface FileContents {
  /** DER, in the order of the file. */
  readonly certificates: readonly Uint8Array[];
  /** PKCS#8 or what the old PEM labels stand for; DER, not encrypted any more. */
  readonly keys: readonly Uint8Array[];
  /** The names of weak encryptions that were opened. */
  readonly weak: readonly string[];
  readonly decryptedKey: boolean;
}
