import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Milliseconds } from "../../../core/benchmark/units.ts";

/** Where a machine's SQL Server Browser listens. */
const BROWSER_PORT = 1434;
const INSTANCE_REQUEST = 0x04;

/** Asks a machine's SQL Server Browser for an instance's port (MC-SQLR, section 2.2). */
export function findInstance(
  host: string,
  instance: string,
  timeoutMs: Milliseconds,
  browserPort = BROWSER_PORT,
): Promise<number | { readonly detail: string }> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    const settle = (found: number | { readonly detail: string }) => {
      clearTimeout(timer);
      socket.close();
      resolve(found);
    };
    const silent = `The SQL Server Browser of ${host} does not tell the port of ${instance}`;
    const timer = setTimeout(() => settle({ detail: silent }), timeoutMs);
    socket.once("error", ({ message }) => settle({ detail: message }));
    socket.once("message", (answer) => settle(portIn(answer) ?? { detail: silent }));
    const request = Buffer.concat([Buffer.of(INSTANCE_REQUEST), Buffer.from(`${instance}\0`, "latin1")]);
    socket.send(request, browserPort, host, (error) => {
      if (error) settle({ detail: error.message });
    });
  });
}

/** Behind a byte and a length: `ServerName;…;InstanceName;…;tcp;51433;;`. */
function portIn(answer: Buffer): number | undefined {
  const parts = answer.subarray(3).toString("latin1").split(";");
  const at = parts.findIndex((part) => part.toLowerCase() === "tcp");
  const port = Number(parts[at + 1]);
  return at >= 0 && port > 0 ? port : undefined;
}
