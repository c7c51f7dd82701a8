import { assertNever } from "../assert-never.ts";
import type {
  ConnectionNote,
  ConnectionStringProblem,
} from "../connection/connection-string/parsed-connection.ts";
import { type Text, text } from "./text.ts";

/** One or two sentences on why a pasted string cannot be read, and what to do. */
export function connectionStringProblemText(problem: ConnectionStringProblem): Text {
  switch (problem.problem) {
    case "empty":
      return text("There is no connection string.");
    case "not-recognized":
      return text(
        "This is no connection string that Lanewise knows. It reads SQLAlchemy and libpq URLs, key=value strings, and ADO.NET, ODBC and JDBC strings.",
      );
    case "unknown-scheme":
      return text(
        "Lanewise does not know the database of “{scheme}”. It works with SQLite, SQL Server, PostgreSQL, MySQL and MariaDB.",
        { scheme: problem.scheme },
      );
    case "sqlite-in-memory":
      return text(
        "This is an SQLite database in memory, which only the program that made it can open. Name a file.",
      );
    case "multiple-hosts":
      return text("The string names more than one host. Lanewise measures one server: keep one of them.");
    case "jdbc-address":
      return text(
        "Lanewise does not read Connector/J's lists of addresses. Write jdbc:mysql://host:port/database.",
      );
    case "bad-port":
      return text(
        "The port is not a whole number from 1 to 65535. Write “/”, “@” and “:” in a password as %2F, %40 and %3A.",
      );
    case "bad-host":
      return text(
        "The host is not a name or an address. Write “/”, “@” and “:” in a password as %2F, %40 and %3A.",
      );
    case "bad-value":
      return text("The value of “{name}” must be one of {allowed}.", {
        name: problem.name,
        allowed: problem.allowed.join(", "),
      });
    case "control-character":
      return text("“{name}” holds a line break or another control character.", { name: problem.name });
    case "quote-not-closed":
      return text("The quote or brace that begins the value of “{name}” is not closed.", {
        name: problem.name,
      });
    case "text-after-quote":
      return text(
        "There is text behind the closing quote or brace of “{name}”. Double a quote or brace that is part of the value.",
        { name: problem.name },
      );
    case "no-equals-sign":
      return text("A part of the string has no name and “=”. Put a value with “;” or blanks in quotes.");
    case "integrated-security":
      return text(
        "Lanewise cannot sign in to SQL Server as the Windows user. Use a SQL login or Microsoft Entra.",
      );
    case "data-source-name":
      return text(
        "The string names an ODBC data source, which Lanewise does not read. Write the server and the database instead.",
      );
    case "unknown-odbc-driver":
      return text(
        "The ODBC driver in the string belongs to no database that Lanewise knows: SQLite, SQL Server, PostgreSQL, MySQL or MariaDB.",
      );
    case "local-db":
      return text("Lanewise cannot reach SQL Server LocalDB, which listens on no network port.");
    case "named-pipes":
      return text(
        "Lanewise reaches SQL Server over TCP only. Write the server's name in place of the named pipe.",
      );
    default:
      return assertNever(problem);
  }
}

/** One sentence on what became of a part of the string. */
export function connectionNoteText(note: ConnectionNote): Text {
  switch (note.note) {
    case "unknown-parameter":
      return text("Lanewise does not use “{name}”.", { name: note.name });
    case "not-read":
      return text("“{name}” refers to a file that Lanewise does not read.", { name: note.name });
    case "secret-dropped":
      return text("The secret in “{name}” was left out.", { name: note.name });
    case "value-not-understood":
      return text("The value of “{name}” was not understood and is left out.", { name: note.name });
    case "host-assumed":
      return text("The string names no host: {host} is taken.", { host: note.host });
    case "port-wins":
      return text("The string has a port, so that the instance name “{instance}” is not needed.", {
        instance: note.instance,
      });
    case "sign-in-changed":
      return text("In place of “{given}”, Lanewise signs in to Microsoft Entra through VS Code.", {
        given: note.given,
      });
    case "relative-path":
      return text("“{path}” is relative to the folder of your program.", { path: note.path });
    default:
      return assertNever(note);
  }
}
