import type { Fix } from "../../finding.ts";
import type { Binding, FileModel } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { AnnAssign, Assign, Call } from "../../syntax/python.ts";
import { importEdits, wrapInWith } from "./wrap-in-with.ts";

/** Opens with `with` what a statement opens, if all its uses are in the statement's block. */
export function withFix(
  statement: Assign | AnnAssign,
  call: Call,
  binding: Binding,
  value: DatabaseValue,
  file: FileModel,
): readonly Fix[] {
  const names = binding.names.filter(
    (name) => name !== (statement.kind === "Assign" ? statement.targets[0] : statement.target),
  );
  const head = withHead(call, binding.name, value, file);
  const edits = head && wrapInWith(statement, head, names, file);
  if (!edits) return [];
  const needsClosing = head.includes("closing(");
  const imports = needsClosing ? importEdits("contextlib", "closing", file) : [];
  return [
    {
      title: { message: "Open {name} with `with`", args: { name: binding.name } },
      safe: true,
      edits: [...imports, ...edits],
    },
  ];
}

function withHead(call: Call, name: string, value: DatabaseValue, file: FileModel): string | undefined {
  const made = file.textOf(call);
  if (value.library === "aiosqlite") return `async with ${made} as ${name}:`;
  if (value.async) return value.kind === "session" ? `async with ${made} as ${name}:` : undefined;
  const closes = value.kind === "session" || value.library === "sqlalchemy";
  return closes ? `with ${made} as ${name}:` : `with closing(${made}) as ${name}:`;
}
