import type { Socket } from "node:net";
import type { Answer, FromSession, Question, SessionRow, SessionSummary } from "../engine/session-link.ts";
import { ProtocolError } from "../wire/byte-reader.ts";
import { type Login, readLogin } from "../wire/login7.ts";
import {
  MessageWriter,
  type Packet,
  PacketReader,
  packetStatus,
  packetTypes,
  wholeMessage,
} from "../wire/packets.ts";
import { agreeOnEncryption, readPrelogin, writePrelogin } from "../wire/prelogin.ts";
import { judgeLogin, type LoginRefusal, loginResponse, sessionStart } from "./judge-login.ts";
import { attentionAcknowledged, killed, refusal } from "./server-messages.ts";
import { SessionHandle } from "./session-handle.ts";
import type { ServerSettings } from "./settings.ts";
import { Transport } from "./transport.ts";

export interface ConnectionDependencies {
  readonly settings: ServerSettings;
  /** A free number, or undefined when all are taken. */
  readonly takeSpid: () => number | undefined;
  readonly answer: (question: Question) => Answer;
  readonly onClose: (connection: Connection) => void;
}

const freshSession = { openTransactions: 0, isolation: 2, rowCount: 0, waits: {} };

/** One client: pre-login, TLS, login, then its requests, each of which its session's thread answers. */
export class Connection {
  readonly #deps: ConnectionDependencies;
  readonly #transport: Transport;
  readonly #packets = new PacketReader();
  #stage: "prelogin" | "login" | "starting" | "ready" | "closed" = "prelogin";
  #tls: "none" | "login" | "all" = "none";
  #message: Buffer[] = [];
  #status = 0;
  #packetSize = 4096;
  #session: SessionHandle | undefined;
  #login: Login | undefined;
  #response: MessageWriter | undefined;
  /** Packets that came while a request runs; the protocol says to queue them. */
  readonly #queue: Packet[] = [];
  #isRunning = false;
  #isCancelling = false;
  #isKilled = false;
  #loginTime = "";
  #startTime = "";
  #summary: SessionSummary = { ...freshSession, database: "master" };
  spid: number | undefined;

  constructor(socket: Socket, deps: ConnectionDependencies) {
    this.#deps = deps;
    this.#transport = new Transport(socket, {
      onData: (bytes) => this.#arrived(bytes),
      onClose: () => this.#closed(),
    });
  }

  /** For the views of sessions; undefined before the login. */
  row(): SessionRow | undefined {
    if (this.#stage !== "ready" || this.spid === undefined || !this.#login) return undefined;
    const { userName, hostName, applicationName } = this.#login;
    return {
      spid: this.spid,
      loginName: userName,
      hostName,
      programName: applicationName,
      loginTime: this.#loginTime,
      packetSize: this.#packetSize,
      isRunning: this.#isRunning,
      startTime: this.#startTime,
      summary: this.#summary,
    };
  }

  /** KILL: what runs ends with an error, and the connection with it. */
  kill(): void {
    this.#isKilled = true;
    if (this.#isRunning) this.#session?.cancel();
    else this.#transport.destroy();
  }

  destroy(): void {
    this.#transport.destroy();
  }

  async end(): Promise<void> {
    this.#transport.destroy();
    await this.#session?.end();
  }

  #arrived(bytes: Buffer): void {
    this.#packets.push(bytes);
    try {
      for (let packet = this.#packets.next(); packet; packet = this.#packets.next()) this.#receive(packet);
    } catch (error) {
      // The real server, too, ends a connection whose client breaks the protocol.
      if (!(error instanceof ProtocolError)) throw error;
      this.#deps.settings.onProtocolError(error.message);
      this.#transport.destroy();
    }
  }

  #receive(packet: Packet): void {
    switch (this.#stage) {
      case "prelogin":
      case "login": {
        this.#message.push(packet.payload);
        if ((packet.status & packetStatus.last) === 0) return;
        const whole = Buffer.concat(this.#message);
        this.#message = [];
        if (packet.type === packetTypes.prelogin && this.#stage === "prelogin") {
          this.#prelogin(whole);
          return;
        }
        if (packet.type === packetTypes.login) {
          this.#loginArrived(whole);
          return;
        }
        throw new ProtocolError(`a packet of type ${packet.type} before the login`);
      }
      case "ready":
        if (packet.type === packetTypes.attention) {
          this.#attention();
          return;
        }
        if (this.#isRunning) this.#queue.push(packet);
        else this.#request(packet);
        return;
      default:
        this.#queue.push(packet);
    }
  }

  #prelogin(payload: Buffer): void {
    const { settings } = this.#deps;
    if (settings.silentAt === "prelogin") return;
    const asked = readPrelogin(payload);
    const agreed = agreeOnEncryption(asked.encryption, settings.encryption);
    const answer = writePrelogin(asked, { version: settings.version, encryption: agreed.answer });
    this.#transport.write(wholeMessage(packetTypes.response, answer, this.#packetSize));
    if (agreed.tls === "refused") {
      this.#transport.end();
      this.#stage = "closed";
      return;
    }
    this.#stage = "login";
    this.#tls = agreed.tls;
    if (agreed.tls !== "none" && settings.certificate) {
      this.#transport.startTls(settings.certificate.key, settings.certificate.certificate);
    }
  }

  #loginArrived(payload: Buffer): void {
    const { settings } = this.#deps;
    const login = readLogin(payload);
    if (this.#tls === "login") this.#transport.stopTls();
    if (settings.silentAt === "login") return;
    this.#login = login;
    const judged = judgeLogin(login, settings);
    if ("refusals" in judged) {
      this.#refuse(judged.refusals);
      return;
    }
    const spid = this.#deps.takeSpid();
    if (spid === undefined) {
      const message = `Could not connect because the maximum number of '${settings.maximumConnections}' user connections has already been reached. The system administrator can use sp_configure to increase the maximum value. The connection has been closed.`;
      this.#refuse([{ number: 17_809, state: 1, class: 20, message }]);
      return;
    }
    this.spid = spid;
    this.#stage = "starting";
    this.#summary = { ...freshSession, database: judged.database };
    this.#packetSize = judged.packetSize;
    this.#loginTime = now();
    this.#startTime = this.#loginTime;
    this.#session = new SessionHandle(settings.sessionProgram, sessionStart(login, judged, spid, settings), {
      onMessage: (message) => this.#fromSession(message),
      onQuestion: (question) => this.#deps.answer(question),
      onCrash: (error) => {
        // A bug of the stand-in: its client loses the connection, the others do not.
        console.error("The session's thread crashed.", error);
        this.#transport.destroy();
      },
    });
  }

  #refuse(refusals: readonly LoginRefusal[]): void {
    this.#transport.write(refusal(refusals, this.#deps.settings.serverName));
    this.#transport.end();
    this.#stage = "closed";
  }

  #fromSession(message: FromSession): void {
    if (this.#stage === "closed") return;
    switch (message.kind) {
      case "ready": {
        const { settings } = this.#deps;
        const response = loginResponse(this.#login as Login, settings, {
          database: this.#summary.database,
          packetSize: this.#packetSize,
        });
        // The new packet size counts from the next message on.
        this.#transport.write(wholeMessage(packetTypes.response, response, 4096, this.spid));
        this.#stage = "ready";
        this.#next();
        return;
      }
      case "data": {
        const { bytes } = message;
        this.#response ??= this.#newResponse();
        const packets = this.#response.write(bytes);
        const sent = () => this.#session?.sent(bytes.length);
        if (packets.length > 0) this.#transport.write(Buffer.concat(packets), sent);
        else sent();
        return;
      }
      case "end":
        this.#summary = message.summary;
        this.#requestEnded();
        return;
      case "broken":
        this.#deps.settings.onProtocolError(message.detail);
        this.#transport.destroy();
        return;
    }
  }

  #requestEnded(): void {
    if (this.#isKilled) {
      this.#transport.write(killed(this.#response ?? this.#newResponse(), this.#deps.settings.serverName));
      this.#transport.end();
      return;
    }
    if (this.#response) this.#transport.write(this.#response.end());
    this.#response = undefined;
    // Whether the statement ended by it or before it: the client waits for the acknowledgement.
    if (this.#isCancelling) this.#transport.write(attentionAcknowledged(this.#packetSize, this.spid));
    this.#isCancelling = false;
    this.#isRunning = false;
    this.#session?.clearCancel();
    this.#next();
  }

  #next(): void {
    while (!this.#isRunning) {
      const packet = this.#queue.shift();
      if (!packet) return;
      this.#request(packet);
    }
  }

  #request(packet: Packet): void {
    const isLast = (packet.status & packetStatus.last) !== 0;
    // A bulk load may be long: its rows go to the session as they come.
    if (packet.type === packetTypes.bulkLoad) {
      this.#isRunning = isLast;
      this.#send(packet, packet.payload, isLast);
      return;
    }
    this.#message.push(packet.payload);
    // A reset stands in the first packet of a message, the mark that it is broken off in the last.
    this.#status |= packet.status;
    if (!isLast) return;
    const whole = Buffer.concat(this.#message);
    const status = this.#status;
    this.#message = [];
    this.#status = 0;
    this.#isRunning = true;
    this.#startTime = now();
    this.#send({ ...packet, status }, whole, true);
  }

  #send({ type, status }: Packet, payload: Buffer, isLast: boolean): void {
    this.#session?.send({ kind: "request", type, status, payload: new Uint8Array(payload), isLast });
  }

  #attention(): void {
    if (this.#isRunning) {
      this.#isCancelling = true;
      this.#session?.cancel();
    } else this.#transport.write(attentionAcknowledged(this.#packetSize, this.spid));
  }

  #newResponse(): MessageWriter {
    return new MessageWriter(packetTypes.response, this.#packetSize, this.spid ?? 0);
  }

  #closed(): void {
    this.#stage = "closed";
    this.#deps.onClose(this);
  }
}

function now(): string {
  return new Date().toISOString().replace("T", " ").slice(0, 23);
}
