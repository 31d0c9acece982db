/** The blocks of a PEM (RFC 7468), with the headers that the old encryption has (RFC 1421 §4.6). */

export interface PemBlock {
  readonly label: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** undefined: it is not base64, or it has no end. */
  readonly der: Uint8Array<ArrayBuffer> | undefined;
}

const BEGIN = /^-----BEGIN ([A-Z0-9# ]{1,40})-----$/;
const HEADER = /^([A-Za-z-]{1,40}): *(.*)$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whatever stands between the blocks is passed over. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; lines: string[] } | undefined;
  for (const line of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((each) => each.trim())) {
    const label = BEGIN.exec(line)?.[1];
    if (label !== undefined) {
      if (open) blocks.push({ label: open.label, headers: new Map(), der: undefined });
      open = { label, lines: [] };
    } else if (open && line === `-----END ${open.label}-----`) {
      blocks.push(blockOf(open.label, open.lines));
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  }
  if (open) blocks.push({ label: open.label, headers: new Map(), der: undefined });
  return blocks;
}

function blockOf(label: string, lines: readonly string[]): PemBlock {
  const headers = new Map<string, string>();
  let body = '';
  for (const line of lines) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined) body += line;
    else headers.set(name.toLowerCase(), value);
  }
  const isBase64 = BASE64.test(body) && body.length % 4 === 0;
  return {
    label,
    headers,
    der: isBase64 ? new Uint8Array(Buffer.from(body, 'base64')) : undefined,
  };
}
