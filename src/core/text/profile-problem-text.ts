import { assertNever } from "../assert-never.ts";
import type { ExpectedType, ProfileProblem } from "../connection/profile-problem.ts";
import { engineNames } from "./engine-names.ts";
import { type Text, text } from "./text.ts";

/** One sentence on what is wrong with a connection in the settings, with the field's name. */
export function profileProblemText(problem: ProfileProblem): Text {
  switch (problem.problem) {
    case "not-a-list":
      return text("The setting “lanewise.connections” must be a list of connections.");
    case "not-an-object":
      return problem.field === ""
        ? text("A connection must be an object with an engine, a name and where to find the database.")
        : text("“{field}” must be an object.", { field: problem.field });
    case "missing":
      return text("“{field}” is missing.", { field: problem.field });
    case "wrong-type":
      return wrongTypeText(problem.field, problem.expected);
    case "control-character":
      return text("“{field}” holds a line break or another control character.", { field: problem.field });
    case "not-one-of":
      return text("“{field}” must be one of {allowed}.", {
        field: problem.field,
        allowed: problem.allowed.join(", "),
      });
    case "out-of-range":
      return text("“{field}” must be a whole number from {from} to {to}.", {
        field: problem.field,
        from: problem.from,
        to: problem.to,
      });
    case "not-for-engine":
      return text("{engine} has no “{field}”.", {
        engine: engineNames[problem.engine],
        field: problem.field,
      });
    case "host-holds-more":
      return text(
        "“{field}” must be the host alone: port, user, instance and database have fields of their own.",
        { field: problem.field },
      );
    case "host-not-valid":
      return text("“{field}” is not a host name or an address that this engine can be reached by.", {
        field: problem.field,
      });
    case "path-not-absolute":
      return text("“{field}” must be an absolute path.", { field: problem.field });
    case "port-and-instance":
      return text("Give “port” or “instance”, not both: the port says which instance it is.");
    case "not-a-fingerprint":
      return text("“{field}” must be the SHA-256 of a certificate: 64 hexadecimal digits.", {
        field: problem.field,
      });
    case "secret":
      return text(
        "“{field}” would share a secret with everyone who sees the settings: take it out. Lanewise asks for it and keeps it in the system's key store.",
        { field: problem.field },
      );
    case "unknown-field":
      return text("Lanewise does not know “{field}”.", { field: problem.field });
    case "name-twice":
      return text("Two connections are named “{name}”.", { name: problem.name });
    default:
      return assertNever(problem);
  }
}

function wrongTypeText(field: string, expected: ExpectedType): Text {
  switch (expected) {
    case "text":
      return text("“{field}” must be a text that is not empty.", { field });
    case "whole-number":
      return text("“{field}” must be a whole number.", { field });
    case "switch":
      return text("“{field}” must be true or false.", { field });
    case "list-of-texts":
      return text("“{field}” must be a list of texts that are not empty.", { field });
    default:
      return assertNever(expected);
  }
}
