import { assertNever } from "../assert-never.ts";
import type { Failure } from "../benchmark/outcome.ts";
import { formatDuration } from "./format-number.ts";
import { type Text, text } from "./text.ts";

/** What happened, and what to do about it. The engine's own words (`Failure.detail`) are shown beside, not in here. */
export interface FailureText {
  readonly what: Text;
  readonly remedy: Text;
}

export function failureText({ reason, data }: Failure): FailureText {
  switch (reason) {
    case "node-too-old":
      return {
        what: fill(data, "The SQLite driver does not run on this version of Node.", [
          "The SQLite driver does not run on Node {node}.",
        ]),
        remedy: text("Use Node 22.15 or newer, or update VS Code."),
      };
    case "another-run":
      return {
        what: fill(data, "Another Lanewise benchmark is running on this machine.", [
          "Another Lanewise benchmark is running on this machine: {holder}.",
          "Another Lanewise benchmark is running on this machine: process {pid}.",
        ]),
        remedy: text("Wait until it has ended, or cancel it; two runs at once would measure each other."),
      };
    case "lock-unusable":
      return {
        what: fill(data, "The folder for the lock that keeps two runs apart cannot be used.", [
          "The folder for the lock that keeps two runs apart cannot be used: {folder}.",
        ]),
        remedy: text("Make it a folder of your own that you can write, or set TMPDIR to one."),
      };
    case "file-missing":
      return {
        what: fill(data, "The database file does not exist.", ["There is no file {file}."]),
        remedy: text("Check the path. Lanewise never creates a database."),
      };
    case "is-directory":
      return {
        what: fill(data, "The path is a folder, not a database file.", [
          "{file} is a folder, not a database file.",
        ]),
        remedy: text("Choose the database file inside it."),
      };
    case "no-permission":
      return {
        what: fill(data, "The database file may not be read.", ["{file} may not be read by this user."]),
        remedy: text("Ask for read permission on the file and on the folders above it."),
      };
    case "not-a-database":
      return {
        what: fill(data, "The file is not an SQLite database, or it is encrypted.", [
          "{file} is not an SQLite database, or it is encrypted.",
        ]),
        remedy: text("Choose another file. An encrypted database must be decrypted to a copy first."),
      };
    case "corrupt":
      return {
        what: fill(data, "The database file is damaged.", ["The database {file} is damaged."]),
        remedy: text(
          "Run PRAGMA integrity_check on a copy of it, then restore a backup or use the .recover command of the sqlite3 shell.",
        ),
      };
    case "locked":
      return {
        what: fill(data, "The database is locked by another process.", [
          "{file} is locked by {holder}.",
          "The database is locked by {holder}.",
          "{file} is locked by another process.",
          "Another session of {server} holds a lock that the query waits for.",
        ]),
        remedy: text("End that program or its transaction, then try again."),
      };
    case "wal-folder-read-only":
      return {
        what: fill(
          data,
          "The database is in WAL mode, and reading it needs two files beside it that cannot be made in its folder.",
          [
            "The database is in WAL mode, and reading it needs two files beside it that cannot be made in {folder}.",
          ],
        ),
        remedy: text(
          "Ask for write permission on the folder, or copy the database, with the -wal file beside it, to a folder of your own.",
        ),
      };
    case "cannot-connect":
      return {
        what: fill(data, "The database could not be opened.", [
          "{file} could not be opened.",
          "{server} did not answer within {timeoutMs}.",
          "{server} could not be reached.",
        ]),
        remedy: data["server"]
          ? text(
              "Check host and port, that the server runs, and that no firewall is in between; then try again.",
            )
          : text("Check that another program can open it, then try again."),
      };
    case "login-failed":
      return {
        what: fill(data, "The server refused the login.", [
          "{server} refused the login of {user}.",
          "{server} refused the login.",
        ]),
        remedy: text("Check user, password and database. The stored password was kept."),
      };
    case "certificate":
      return {
        what: fill(data, "The server's certificate is not trusted.", [
          "The certificate of {server} is not trusted.",
        ]),
        remedy: text(
          "Compare its fingerprint with the one that the server's administrator names, then trust this certificate for this connection, or name the file of its authority.",
        ),
      };
    case "too-many-connections":
      return {
        what: fill(data, "The server has no connection left.", ["{server} has no connection left."]),
        remedy: text("Use fewer lanes, close other programs' connections, or raise the server's limit."),
      };
    case "over-connection-budget":
      return {
        what: fill(data, "The lanes need more connections than there are to spend.", [
          "The lanes need {sessions} connections at a time, and the plan allows {allowed}.",
          "The lanes need {sessions} connections at a time, and {free} are free: the server takes {limit}, {inUse} are in use, and {reserve} is left to others.",
        ]),
        remedy: text("Use fewer lanes, or close other programs' connections. None was opened for this."),
      };
    case "lost":
      return {
        what: fill(data, "The connection to the server was lost.", ["The connection to {server} was lost."]),
        remedy: text("Check that the server runs, then try again."),
      };
    case "syntax-error":
      return {
        what: fill(data, "The SQL could not be compiled.", ['The SQL could not be compiled near "{token}".']),
        remedy: text("Correct the statement and run again. Nothing was executed."),
      };
    case "needs-server":
      return {
        what: fill(data, "Tasks need a database server.", ["{strategy} needs a database server."]),
        remedy: text(
          "SQLite computes in the thread that asks, so several sessions on one event loop would only take turns. Use threads or processes.",
        ),
      };
    case "several-statements":
      return {
        what: text("The SQL holds more than one statement."),
        remedy: text("Select one statement and run again. Nothing was executed."),
      };
    case "not-read-only":
      return {
        what: fill(data, "The statement does not only read, so it was refused before it ran.", [
          "{statement} does not only read, so it was refused before it ran.",
        ]),
        remedy: text("Benchmark a SELECT. The database was not changed."),
      };
    case "parameters-mismatch":
      return {
        what: text("The parameters do not match the placeholders of the SQL."),
        remedy: text("Give a value for every placeholder, and none that the SQL does not name."),
      };
    case "query-failed":
      return {
        what: fill(data, "The database reported an error while the query ran.", [
          "The database reported an error while {lane} ran the query.",
        ]),
        remedy: text("Run the query once outside of the benchmark, correct it, and run again."),
      };
    case "deadlock":
      return {
        what: text("The database ended the query to resolve a deadlock."),
        remedy: text("Run again; other programs were changing the same rows at that time."),
      };
    case "snapshot":
      return {
        what: text(
          "Another transaction changed the data that the query read, and the database ended the query.",
        ),
        remedy: text("Run again when fewer programs write to these tables."),
      };
    case "too-large":
      return {
        what: text("A value or a row is larger than the server or the driver takes."),
        remedy: text("Leave out the large column, or raise the server's limit for packets."),
      };
    case "cancelled":
      return {
        what: text("The query was cancelled."),
        remedy: text("Run it again when you need its answer."),
      };
    case "timed-out":
      if (data["server"]) {
        return {
          what: fill(data, "The server did not answer in time.", [
            "{server} did not answer within {timeoutMs}.",
            "The server did not answer within {timeoutMs}.",
          ]),
          remedy: text("Try again when the server has less to do, or raise the time limit."),
        };
      }
      return {
        what: fill(data, "A trial took longer than its limit, so the run was ended.", [
          "A trial took longer than {limitMs}, so the run was ended.",
        ]),
        remedy: text("Limit the rows, ask for fewer operations, or raise the time limit of a trial."),
      };
    case "lane-crashed":
      return {
        what: fill(data, "A lane ended unexpectedly.", ["A lane ended unexpectedly: {lane}."]),
        remedy: text(
          "If it ran out of memory, read rows without keeping them or use fewer lanes; then run again.",
        ),
      };
    case "runner-crashed":
      return {
        what: fill(data, "The benchmark's process ended unexpectedly.", [
          "The benchmark's process {pid} ended unexpectedly.",
        ]),
        remedy: text("Run again. If it happens again, the log tells more."),
      };
    default:
      return assertNever(reason);
  }
}

/** The first message whose placeholders the data can fill, else the plain one. */
function fill(data: Failure["data"], plain: string, messages: readonly string[]): Text {
  // Who does not know a holder or a token gives an empty one.
  const isKnown = (name: string) => Object.hasOwn(data, name) && data[name] !== "";
  const full = messages.find((message) => placeholders(message).every(isKnown));
  return full === undefined ? text(plain) : text(full, readable(data, placeholders(full)));
}

function placeholders(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
}

function readable(data: Failure["data"], names: readonly string[]): Record<string, string | number> {
  return Object.fromEntries(names.map((name) => [name, readableValue(name, data[name] ?? "")]));
}

function readableValue(name: string, value: string | number): string | number {
  if (name === "limitMs" || name === "timeoutMs") return formatDuration(Number(value));
  if (name === "lane") return typeof value === "number" ? `lane ${value}` : value;
  return value;
}
