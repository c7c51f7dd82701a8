import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ProtocolError } from "../wire/byte-reader.ts";
import { Requests } from "./requests.ts";
import { Session, type SessionStart } from "./session.ts";
import { SessionLink, type ToSession } from "./session-link.ts";

/**
 * One session: a thread with a link of its own to SQLite. The connection's side, in the main thread, speaks TDS and
 * stays free to hear a cancel whatever the statement does here.
 */
export interface SessionThreadData {
  readonly memory: SharedArrayBuffer;
  readonly questions: MessagePort;
  readonly start: SessionStart;
}

const { memory, questions, start } = workerData as SessionThreadData;
if (!parentPort) throw new Error("a session runs in a thread");
const link = new SessionLink(memory, parentPort, questions);
const session = new Session(start, link);
const requests = new Requests(session);

parentPort.on("message", (request: ToSession) => {
  try {
    const isCancelled = requests.answer(request);
    if (isCancelled || request.isLast) link.tell({ kind: "end", summary: session.summary() });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    link.tell({ kind: "broken", detail: error.message });
  }
});
link.tell({ kind: "ready" });
