import { ByteWriter } from "../wire/byte-writer.ts";
import { type MessageWriter, packetTypes, wholeMessage } from "../wire/packets.ts";
import { doneStatus, writeDone, writeMessage } from "../wire/tokens.ts";
import type { LoginRefusal } from "./judge-login.ts";

const FIRST_PACKET_SIZE = 4096;

/** The answer to a login that fails, after which the connection ends. */
export function refusal(refusals: readonly LoginRefusal[], server: string): Buffer {
  const writer = new ByteWriter();
  for (const one of refusals) writeMessage(writer, { ...one, server, procedure: "", line: 1 });
  writeDone(writer, { kind: "done", status: doneStatus.error, command: 0, rows: 0 });
  return wholeMessage(packetTypes.response, writer.take(), FIRST_PACKET_SIZE);
}

/** The end of what a killed session was sending. */
export function killed(response: MessageWriter, server: string): Buffer {
  const writer = new ByteWriter();
  const message = "Cannot continue the execution because the session is in the kill state.";
  writeMessage(writer, { number: 596, state: 1, class: 21, message, server, procedure: "", line: 1 });
  const status = doneStatus.error | doneStatus.serverError;
  writeDone(writer, { kind: "done", status, command: 0, rows: 0 });
  return Buffer.concat([...response.write(writer.take()), response.end()]);
}

/** A message of its own, where the cancel came too late for the response. */
export function attentionAcknowledged(packetSize: number, spid: number | undefined): Buffer {
  const writer = new ByteWriter();
  writeDone(writer, { kind: "done", status: doneStatus.attention, command: 0, rows: 0 });
  return wholeMessage(packetTypes.response, writer.take(), packetSize, spid);
}
