import type { AddressInfo } from "node:net";
import { connect, createServer, type Server } from "node:net";

/** A way to a server that takes time in each direction, as a network does. */
export interface SlowWay {
  readonly port: number;
  close(): void;
}

export async function slowWay(
  target: { readonly host: string; readonly port: number },
  delayMs: number,
): Promise<SlowWay> {
  const server: Server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (data) => void setTimeout(() => to.write(data), delayMs));
      from.on("close", () => void setTimeout(() => to.destroy(), delayMs));
      from.on("error", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
