import type { Socket } from 'node:net';

/** Messages on a TCP connection, each behind its length in two bytes (RFC 1035 section 4.2.2). */
export function streamMessages(
  socket: Socket,
  onMessage: (message: Buffer, reply: (message: Buffer) => void) => void,
): void {
  let received: Buffer = Buffer.alloc(0);
  const reply = (message: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    if (socket.writable) socket.write(Buffer.concat([length, message]));
  };
  socket.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data]);
    while (received.length >= 2) {
      const end = 2 + received.readUInt16BE(0);
      if (received.length < end) return;
      const message = received.subarray(2, end);
      received = received.subarray(end);
      onMessage(message, reply);
    }
  });
}
