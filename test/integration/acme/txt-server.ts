/** A name server for Pebble's validations: TXT values by record name, and nothing else. */
import { listen } from '../../sandbox/dns/listener.ts';
import { readQuery, writeReply } from '../../sandbox/dns/message.ts';
import { emptyReply, type Reply } from '../../sandbox/dns/reply.ts';

export interface TxtServer {
  /** host:port */
  readonly address: string;
  /** Values by record name, in lower case. */
  readonly values: Map<string, readonly string[]>;
  readonly close: () => Promise<void>;
}

/** @param more - values that stand elsewhere, by record name in lower case */
export async function startTxtServer(
  more: (record: string) => readonly string[] = () => [],
): Promise<TxtServer> {
  const values = new Map<string, readonly string[]>();
  const answer = (name: string, type: string): Reply => {
    const record = name.toLowerCase();
    const data = type === 'TXT' ? [...(values.get(record) ?? []), ...more(record)] : [];
    if (data.length === 0) return emptyReply('NXDOMAIN');
    const answers = data.map((value) => ({ name, type: 'TXT' as const, ttl: 1, data: [value] }));
    return { ...emptyReply('NOERROR'), answers };
  };
  const { port, close } = await listen('127.0.0.1', 0, (message, transport, reply) => {
    const query = readQuery(message);
    if (!query) return;
    const { name, type } = query.question;
    reply(writeReply(query, answer(name, type), transport, true));
  });
  return { address: `127.0.0.1:${port}`, values, close };
}
