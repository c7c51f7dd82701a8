import type { Duplex } from "node:stream";

/** A capability of the protocol's greeting (dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html). */
const CLIENT_SSL = 0x800;

const PROTOCOL_VERSION = 10;
const ERROR = 0xff;

/** What a server says first: whether it can encrypt, or that it is another kind of server. */
export type Greeting = "encrypts" | "cannot-encrypt" | "error" | "another-protocol";

/** Reads the greeting and puts it back for who speaks with the server. Rejects when the server hangs up. */
export async function readGreeting(stream: Duplex): Promise<Greeting> {
  const bytes = await firstPacket(stream);
  stream.unshift(bytes);
  if (bytes[4] === ERROR) return "error";
  if (bytes[4] !== PROTOCOL_VERSION) return "another-protocol";
  // Behind the version's text: 4 bytes of thread, 8 of salt, 1 of filler.
  const flags = bytes.indexOf(0, 5) + 1 + 4 + 8 + 1;
  return (bytes.readUInt16LE(flags) & CLIENT_SSL) === 0 ? "cannot-encrypt" : "encrypts";
}

function firstPacket(stream: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const settle = (act: () => void) => {
      stream.off("readable", read);
      stream.off("error", reject);
      stream.off("close", hangUp);
      stream.off("end", hangUp);
      act();
    };
    const hangUp = () => settle(() => reject(new Error("The server hung up before it said anything")));
    const read = () => {
      for (let chunk = stream.read(); chunk !== null; chunk = stream.read())
        bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= 5 && (bytes[4] !== PROTOCOL_VERSION || bytes.length >= 4 + bytes.readUIntLE(0, 3)))
        settle(() => resolve(bytes));
    };
    stream.on("readable", read);
    stream.once("error", reject);
    stream.once("close", hangUp);
    stream.once("end", hangUp);
  });
}
