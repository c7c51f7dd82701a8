import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Wire {
  readonly host: string;
  readonly port: number;
  /** All that clients have sent. */
  readonly sent: () => Buffer;
  /** Drops every connection without a word, as a broken network does. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** A relay before a server that keeps what clients send. */
export async function watchBytes(target: { readonly host: string; readonly port: number }): Promise<Wire> {
  const sent: Buffer[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
      // Either side may go first; the other one follows by `close`.
      socket.on("error", () => socket.destroy());
    }
    client.on("data", (bytes) => sent.push(bytes));
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    host: "127.0.0.1",
    port,
    sent: () => Buffer.concat(sent),
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
