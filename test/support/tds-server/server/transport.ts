import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { createSecureContext, TLSSocket } from "node:tls";
import { ProtocolError } from "../wire/byte-reader.ts";
import { PacketReader, packetTypes, wholeMessage } from "../wire/packets.ts";

const TLS_APPLICATION_DATA = 23;
const HANDSHAKE_PACKET = 4096;

export interface TransportEvents {
  readonly onData: (bytes: Buffer) => void;
  readonly onClose: () => void;
}

/**
 * The byte stream under TDS. TLS starts in the middle: its handshake travels as the payload of PRELOGIN packets, what
 * follows is plain TLS (MS-TDS 3.2.5.2), and where only the login is encrypted the stream goes back to clear text.
 */
export class Transport {
  readonly #socket: Socket;
  readonly #events: TransportEvents;
  #tunnel: Duplex | undefined;
  #tls: TLSSocket | undefined;
  #handshake: PacketReader | undefined;

  constructor(socket: Socket, events: TransportEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#arrived(bytes));
    socket.on("close", () => events.onClose());
    // A client that resets the connection is gone, which `close` says as well.
    socket.on("error", () => socket.destroy());
  }

  write(bytes: Uint8Array, sent: () => void = () => {}): void {
    const stream = this.#tls ?? this.#socket;
    if (stream.destroyed) sent();
    else stream.write(bytes, () => sent());
  }

  /** What is written still goes out. */
  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#tls?.destroy();
    this.#socket.destroy();
  }

  startTls(key: string, certificate: string): void {
    const tunnel = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _, done) => {
        const isHandshake = chunk[0] !== TLS_APPLICATION_DATA && this.#handshake !== undefined;
        const bytes = isHandshake ? wholeMessage(packetTypes.prelogin, chunk, HANDSHAKE_PACKET) : chunk;
        this.#socket.write(bytes, () => done());
      },
    });
    this.#handshake = new PacketReader();
    this.#tunnel = tunnel;
    // SQL Server speaks TLS 1.2 inside TDS 7.x; with 1.3 tickets would follow the handshake unframed.
    const secureContext = createSecureContext({ key, cert: certificate, maxVersion: "TLSv1.2" });
    const tls = new TLSSocket(tunnel, { isServer: true, secureContext });
    tls.on("data", (bytes: Buffer) => this.#events.onData(bytes));
    // A client that does not trust the certificate breaks off here.
    tls.on("error", () => this.#socket.destroy());
    this.#tls = tls;
  }

  /** Back to clear text, after the login. */
  stopTls(): void {
    this.#tls = undefined;
    this.#tunnel = undefined;
    this.#handshake = undefined;
  }

  #arrived(bytes: Buffer): void {
    if (!this.#tunnel) {
      this.#events.onData(bytes);
      return;
    }
    const handshake = this.#handshake;
    if (!handshake) {
      this.#tunnel.push(bytes);
      return;
    }
    try {
      this.#unwrap(handshake, bytes);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.destroy();
    }
  }

  #unwrap(handshake: PacketReader, bytes: Buffer): void {
    handshake.push(bytes);
    while (this.#tunnel) {
      if (handshake.first === TLS_APPLICATION_DATA) {
        this.#handshake = undefined;
        this.#tunnel.push(handshake.takeRest());
        return;
      }
      const packet = handshake.next();
      if (!packet) return;
      if (packet.type !== packetTypes.prelogin) throw new ProtocolError("no TLS handshake");
      this.#tunnel.push(packet.payload);
    }
  }
}
