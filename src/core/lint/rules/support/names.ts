import type { Call } from "../../syntax/python.ts";

/** The last name of what is called: `commit` of `db.session.commit()`; empty if it has none. */
export function lastNameOf({ callee }: Call): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}
