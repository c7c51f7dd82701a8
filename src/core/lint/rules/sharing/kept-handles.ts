import type { FileModel } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Call, ClassDef, Expression, Name, Node, Statement } from "../../syntax/python.ts";
import { handleOf } from "./handles.ts";

/** A session, connection or cursor that a module or a class body keeps under a name. */
export interface KeptHandle {
  readonly name: Name;
  /** What makes it. */
  readonly made: Call;
  readonly value: DatabaseValue;
  readonly class: ClassDef | undefined;
}

/** All that the module's and the classes' own code keeps, what stands under the main guard aside. */
export function keptHandles(file: FileModel): readonly KeptHandle[] {
  return assignments(file).flatMap(({ target, value, owner }) => {
    const made = value.kind === "Await" ? value.value : value;
    if (target.kind !== "Name" || made.kind !== "Call") return [];
    const handle = handleOf(file, value);
    return handle ? [{ name: target, made, value: handle, class: owner }] : [];
  });
}

/** What functions keep under names of the module: `global session`, `session = Session()`. */
export function globalHandles(file: FileModel): readonly KeptHandle[] {
  const found: KeptHandle[] = [];
  for (const node of file.stores) {
    const [target] = node.targets;
    const made = node.value.kind === "Await" ? node.value.value : node.value;
    if (target?.kind !== "Name" || made.kind !== "Call") continue;
    const info = file.functionOf(node);
    // Each worker that a pool starts makes its own.
    if (!info || info.handler || file.spawnsOf(info).length > 0) continue;
    const value = handleOf(file, node.value);
    if (value) found.push({ name: target, made, value, class: undefined });
  }
  return found;
}

interface Assignment {
  readonly target: Expression;
  readonly value: Expression;
  readonly owner: ClassDef | undefined;
}

function assignments(file: FileModel): readonly Assignment[] {
  const found: Assignment[] = [];
  for (const unit of file.units) collect(unit.body, undefined, found);
  for (const { node } of file.classes) collect(node.body, node, found);
  return found;
}

function collect(statements: readonly Statement[], owner: ClassDef | undefined, found: Assignment[]): void {
  for (const statement of statements) {
    if (statement.kind === "Assign" && statement.targets.length === 1 && statement.targets[0])
      found.push({ target: statement.targets[0], value: statement.value, owner });
    else if (statement.kind === "AnnAssign" && statement.value)
      found.push({ target: statement.target, value: statement.value, owner });
    else if ((statement.kind === "If" && !isMainGuard(statement)) || statement.kind === "Try") {
      collect(statement.body, owner, found);
      collect(statement.orelse, owner, found);
    }
  }
}

/** `if __name__ == "__main__":`. */
function isMainGuard(statement: Node): boolean {
  if (statement.kind !== "If" || statement.test.kind !== "Compare") return false;
  return statement.test.operands.some((operand) => operand.kind === "Name" && operand.id === "__name__");
}

function hasMainGuard(file: FileModel): boolean {
  return file.units.some(({ body }) => body.some(isMainGuard));
}

/** Whether importing the file does work: loops, prints, calls of its own functions. */
export function isScript(file: FileModel): boolean {
  if (hasMainGuard(file)) return true;
  return file.units.some(({ body }) =>
    body.some(
      (statement) =>
        statement.kind === "For" ||
        statement.kind === "While" ||
        statement.kind === "With" ||
        (statement.kind === "ExprStmt" &&
          statement.value.kind === "Call" &&
          statement.value.callee.kind === "Name"),
    ),
  );
}

/** pytest's and unittest's files, which run their functions one after the other. */
export function isTestFile({ path }: FileModel): boolean {
  return /(?:^|\/)(?:tests?\/|test_[^/]*\.py$|[^/]*_tests?\.py$|conftest\.py$)/.test(path);
}
