import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server that can go silent, as a network does: nothing arrives any more, and nobody is told. */
export interface SeverableWay {
  readonly port: number;
  sever(): void;
  close(): Promise<void>;
}

export async function severableWay(to: {
  readonly host: string;
  readonly port: number;
}): Promise<SeverableWay> {
  const sockets: Socket[] = [];
  let isSevered = false;
  const listener = createServer((near) => {
    const far = connect(to.port, to.host);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.push(from);
      from.on("error", () => {});
      from.on("data", (data) => isSevered || into.write(data));
      from.on("close", () => isSevered || into.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    sever() {
      isSevered = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}
