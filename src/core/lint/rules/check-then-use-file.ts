import type { Fix } from "../finding.ts";
import type { FileModel } from "../model/file-model.ts";
import { blockOf } from "../model/locks.ts";
import { defineRule } from "../rule.ts";
import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, If, Node, Statement } from "../syntax/python.ts";
import { commentsIn } from "./support/lines.ts";
import { lastNameOf } from "./support/names.ts";

export const checkThenUseFile = defineRule({
  id: "check-then-use-file",
  severity: "off",
  severityWhenOn: "information",
  measurable: false,
  evidence: /\b(?:exists|isfile|isdir|is_file|is_dir)\s*\(/,
  docs: {
    summary:
      "A file is asked for first and used afterwards: in between, another thread or process may change that.",
    why: "Between `os.path.exists(path)` and `open(path)` any other thread, process or user may remove, create or replace the file: the answer is out of date when it is used. With several workers that make the same directory this is not rare: `if not os.path.exists(folder): os.makedirs(folder)` fails with `FileExistsError` as soon as two of them pass the check together.",
    remedy:
      "Do what is to be done and handle the error: `os.makedirs(folder, exist_ok=True)`, `path.unlink(missing_ok=True)`, `try: open(path) … except FileNotFoundError: …`.",
    leavesAlone: [
      "checks that are not followed by a use of the same path",
      "checks whose use already handles the error (`try … except FileNotFoundError`)",
      "`exist_ok=True` and `missing_ok=True`",
    ],
    examples: [
      {
        language: "python",
        bad: `import os

def prepare(folder):
    if not «os.path.exists(folder)»:
        os.makedirs(folder)
`,
        good: `import os

def prepare(folder):
    os.makedirs(folder, exist_ok=True)
`,
      },
      {
        language: "python",
        bad: `import os

def read(path):
    if «os.path.isfile(path)»:
        with open(path) as file:
            return file.read()
    return None
`,
        good: `def read(path):
    try:
        with open(path) as file:
            return file.read()
    except FileNotFoundError:
        return None
`,
      },
    ],
    sources: [
      {
        title: "CWE-367: Time-of-check Time-of-use (TOCTOU) Race Condition",
        url: "https://cwe.mitre.org/data/definitions/367.html",
      },
      { title: "Python: os.makedirs()", url: "https://docs.python.org/3/library/os.html#os.makedirs" },
    ],
  },
  messages: {
    changes: "{path} may change between this check and {use}(): do it and handle the error.",
    makes: "{path} may appear between this check and {use}(): use `exist_ok=True` instead of the check.",
  },
  check: {
    python: (file, report) => {
      for (const call of file.callsNamed("exists", "isfile", "isdir", "is_file", "is_dir", "lexists")) {
        const path = checkedPath(call, file);
        const test = path && testAround(call);
        if (!path || !test) continue;
        const use = useAfter(test, path, file);
        if (!use || isHandled(use)) continue;
        const name = lastNameOf(use);
        const makes = /^(?:makedirs|mkdir)$/.test(name);
        report(call, makes ? "makes" : "changes", {
          args: { path: file.textOf(path), use: name },
          related: [file.related(use, "Used here")],
          fixes: makes ? existOkFix(test.node, use, file) : [],
        });
      }
    },
  },
});

/** `path` of `os.path.exists(path)` and of `path.exists()`. */
function checkedPath(call: Call, file: FileModel): Expression | undefined {
  const dotted = file.qualifiedName(call.callee);
  if (dotted !== undefined && /^(?:os|posixpath|ntpath)\.(?:path\.)?\w+$/.test(dotted)) return call.args[0];
  if (call.callee.kind !== "Attribute" || call.args.length > 0) return undefined;
  const { object, name } = call.callee;
  if (name === "isfile" || name === "isdir" || name === "lexists") return undefined;
  return isPath(object, file) ? object : undefined;
}

function isPath(object: Expression, file: FileModel): boolean {
  if (object.kind === "BinOp") return object.operator === "/" && isPath(object.left, file);
  return file
    .valuesOf(object)
    .some((value) => value.kind === "external" && /^pathlib\.\w*Path$/.test(value.name));
}

/** The `if` whose test a check is, alone or among others, and whether it asks for the file to be missing. */
function testAround(call: Call): { readonly node: If; readonly missing: boolean } | undefined {
  let missing = false;
  let at: Node = call;
  for (let outer = call.parent; outer; at = outer, outer = outer.parent) {
    if (outer.kind === "If" && outer.test === at) return { node: outer, missing };
    if (outer.kind === "UnaryOp" && outer.operator === "not") missing = !missing;
    else if (outer.kind !== "BoolOp") return undefined;
  }
  return undefined;
}

const uses = new Set(
  "open makedirs mkdir remove unlink rmdir rmtree rename replace read_text read_bytes write_text write_bytes stat getsize touch listdir iterdir scandir copy copyfile copy2 move".split(
    " ",
  ),
);
const making = new Set(["makedirs", "mkdir"]);

/** The first use of the path where the check lets the code go on. */
function useAfter(
  { node, missing }: { readonly node: If; readonly missing: boolean },
  path: Expression,
  file: FileModel,
): Call | undefined {
  const text = file.textOf(path);
  const inBody = firstUse(node.body, text, file, missing);
  if (inBody) return inBody;
  const inElse = firstUse(node.orelse, text, file, !missing);
  if (inElse || !missing || !leaves(node.body) || !node.parent) return inElse;
  const block = blockOf(node, node.parent);
  return firstUse(block.slice(block.indexOf(node) + 1), text, file, false);
}

function firstUse(
  statements: readonly Statement[],
  path: string,
  file: FileModel,
  missing: boolean,
): Call | undefined {
  for (const statement of statements)
    for (const node of nodesRunBy(statement)) {
      if (node.kind === "Name" && node.id === path && isAssigned(node)) return undefined;
      if (node.kind !== "Call") continue;
      const name = lastNameOf(node);
      // A missing file is made or written; one that is there is read, moved or removed.
      if (!uses.has(name) || making.has(name) !== missing) continue;
      const { callee, args, keywords } = node;
      if (keywords.some(({ name: keyword }) => keyword === "exist_ok" || keyword === "missing_ok")) continue;
      const onPath = callee.kind === "Attribute" && file.textOf(callee.object) === path;
      if (onPath || (args[0] && file.textOf(args[0]) === path)) return node;
    }
  return undefined;
}

function isAssigned(node: Node): boolean {
  return node.parent?.kind === "Assign" && node.parent.value !== node;
}

function leaves(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  return last !== undefined && ["Return", "Raise", "Continue", "Break"].includes(last.kind);
}

/** In a `try` that handles errors of files, as near as the use. */
function isHandled(use: Call): boolean {
  let at: Node = use;
  for (let outer = use.parent; outer && outer.kind !== "FunctionDef"; at = outer, outer = outer.parent) {
    if (outer.kind !== "Try" || !outer.body.some((one) => one === at)) continue;
    const types = outer.handlers.map(({ type }) => type);
    return types.some((type) => type === undefined || /Error|Exception/.test(namesIn(type)));
  }
  return false;
}

function namesIn(type: Expression): string {
  return [...nodesRunBy(type)]
    .map((node) => (node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.name : ""))
    .join(" ");
}

/** `os.makedirs(folder, exist_ok=True)` in place of an `if` that does nothing else. */
function existOkFix(node: If, use: Call, file: FileModel): readonly Fix[] {
  const [only, ...more] = node.body;
  const isOnlyCheck = node.test.kind === "UnaryOp" && node.test.operand.kind === "Call";
  const dotted = file.qualifiedName(use.callee);
  const takesExistOk = dotted === "os.makedirs" || (use.callee.kind === "Attribute" && dotted !== "os.mkdir");
  if (!isOnlyCheck || !takesExistOk || more.length > 0 || node.orelse.length > 0) return [];
  if (only?.kind !== "ExprStmt" || only.value !== use || commentsIn(file, node).length > 0) return [];
  if (node.parent?.kind === "If" && node.parent.orelse.some((one) => one === node)) return [];
  const text = file.textOf(use);
  if (text.includes("\n")) return [];
  const given = use.args.length + use.keywords.length > 0;
  const { start, end } = file.rangeOf(node);
  const call = `${text.replace(/,?\s*\)$/, "")}${given ? ", " : ""}exist_ok=True)`;
  return [
    {
      title: { message: "Use exist_ok=True instead of the check", args: {} },
      safe: true,
      edits: [{ start, end, text: call }],
    },
  ];
}
