import { type Draft, fail } from "./draft.ts";
import { readPort } from "./parameters.ts";

/**
 * The server in its many shapes: `[tcp:]host[\instance][,port]` (ADO.NET and ODBC), `host[\instance][:port]` (JDBC and
 * URLs), `.` and `(local)` for this machine, IPv6 with or without brackets.
 */
export function readDataSource(draft: Draft, value: string): void {
  const written = value.trim();
  if (/^\(localdb\)/i.test(written)) fail(draft, { problem: "local-db" });
  if (/^(?:np|lpc):|^\\\\/i.test(written)) fail(draft, { problem: "named-pipes" });
  const [address, portAfterComma = ""] = splitLast(written.replace(/^(?:tcp|admin):/i, ""), ",");
  readPort(draft, portAfterComma);
  const [server, instance] = splitFirst(address, "\\");
  const named = readHostAndPort(draft, instance ?? server);
  if (instance === undefined) draft.host = hostOf(named);
  else {
    draft.host = hostOf(server.trim());
    draft.instance = named;
  }
}

/** Takes the `:port` off; of an IPv6 address only behind its brackets. */
function readHostAndPort(draft: Draft, written: string): string {
  const match = /^(\[.*\]|[^:]*):(\d*)$/.exec(written.trim());
  if (!match) return written.trim();
  readPort(draft, match[2] ?? "");
  return match[1]?.trim() ?? "";
}

function hostOf(written: string): string {
  const plain = written.replace(/^\[(.*)\]$/, "$1");
  return plain === "." || /^\(local\)$/i.test(plain) ? "localhost" : plain;
}

function splitFirst(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function splitLast(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
