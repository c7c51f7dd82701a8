import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { lintWorkerLimits } from "../src/node/lint-client.ts";
import type { FromLintWorker } from "../src/protocol/lint.ts";
import { type Figure, pairedRatio } from "./measure.ts";
import { largestPythonTree, type PythonTree } from "./python-tree.ts";
import type { TypingTimes } from "./typing-worker.ts";

const command = path.join(import.meta.dirname, "../dist/cli.js");
const KEYSTROKES = 1200;
const LINES = 5000;
const PAIRS = 3;

/** From an edit in a file of 5,000 lines to its findings, inside the worker: from the message in to the message out. */
export async function measureTyping(): Promise<Figure[]> {
  const worker = new Worker(path.join(import.meta.dirname, "typing-worker.ts"), {
    workerData: { text: generatedFile(LINES), keystrokes: KEYSTROKES },
    resourceLimits: lintWorkerLimits,
  });
  const { findings, timesMs } = await new Promise<TypingTimes>((resolve, reject) => {
    worker.on("message", (message: FromLintWorker | TypingTimes) => {
      if (message.type === "typed") resolve(message);
    });
    worker.on("error", reject);
  });
  await worker.terminate();
  const sorted = timesMs.slice(KEYSTROKES / 4).toSorted((one, other) => one - other);
  return [
    {
      name: "an edit to its findings inside the worker, 95th percentile",
      value: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
      unit: "ms",
      bar: 5,
      kind: "at-most",
      how: `${LINES} generated lines with ${findings} findings, ${sorted.length} keystrokes after ${KEYSTROKES / 4} to warm up, one after the other, from the message that comes in to the one that goes out; waking the threads is the machine's and not counted`,
    },
  ];
}

/** A whole tree against ast-grep with one pattern, on the same files and cores: whole commands, walk and all. */
export async function measureTree(): Promise<Figure[]> {
  const tree = largestPythonTree();
  const folder = mkdtempSync(path.join(os.tmpdir(), "lanewise-bench-"));
  const rule = path.join(folder, "add-in-loop.yml");
  writeFileSync(
    rule,
    "id: add-in-loop\nlanguage: python\nrule:\n  pattern: $S.add($X)\n  inside: { kind: for_statement, stopBy: end }\n",
  );
  const cache = ["--cache-dir", path.join(folder, "cache")];
  const ours = (...options: string[]) => timeLint(tree, options);
  const cold = await pairedRatio(
    PAIRS,
    () => timeAstGrep(rule, tree),
    () => ours("--no-cache"),
  );
  await ours(...cache);
  const cached = await pairedRatio(
    PAIRS,
    () => timeAstGrep(rule, tree),
    () => ours(...cache),
  );
  rmSync(folder, { recursive: true });
  const how = `${described(tree)}; \`ast-grep scan\` with the one pattern $S.add($X) inside a for, \`lanewise lint\` with all rules, each a process of its own; median of ${PAIRS} pairs, in turn, files in the system's cache`;
  const bar = { unit: "×", bar: 3, kind: "at-least" } as const;
  return [
    { ...bar, name: "a whole tree, without our cache", value: cold, how },
    { ...bar, name: "a whole tree, with our cache and nothing changed", value: cached, how },
  ];
}

/** What the editor's worker holds after it has checked a whole tree, in a process where nothing else ever was. */
export async function measureLintMemory(): Promise<Figure[]> {
  const tree = largestPythonTree();
  const script = path.join(import.meta.dirname, "lint-memory.ts");
  const node = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", script];
  const { stdout } = await promisify(execFile)(process.execPath, node);
  return [
    {
      name: "memory of the lint worker after a whole tree",
      value: Number(stdout),
      unit: "MB",
      bar: 400,
      kind: "at-most",
      how: described(tree),
    },
  ];
}

function described({ folder, files, bytes }: PythonTree): string {
  return `${folder.replace(os.homedir(), "~")}: ${files.length} files, ${Math.round(bytes / 1e6)} MB`;
}

function timeAstGrep(rule: string, { folder }: PythonTree): Promise<number> {
  const require = createRequire(createRequire(import.meta.url).resolve("@ast-grep/cli/package.json"));
  const libc = process.platform === "linux" ? "-gnu" : process.platform === "win32" ? "-msvc" : "";
  const name = `@ast-grep/cli-${process.platform}-${process.arch}${libc}`;
  const astGrep = path.join(path.dirname(require.resolve(`${name}/package.json`)), "ast-grep");
  // Stubs, which it takes for Python too, are not what we check.
  return timeCommand(astGrep, ["scan", "--rule", rule, "--json=stream", "--globs", "*.py", folder]);
}

function timeLint({ roots }: PythonTree, options: readonly string[]): Promise<number> {
  const never = ["--fail-on", "never"];
  return timeCommand(process.execPath, [command, "lint", "--quiet", ...never, ...options, ...roots]);
}

/** Files that cannot be checked make the command end with 1. */
async function timeCommand(file: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    execFile(file, args, { maxBuffer: 1 << 30 }, (error) =>
      error && error.code !== 1 ? reject(error) : resolve(),
    );
  });
  return performance.now() - began;
}

/**
 * A module as large programs have them: every function talks to the database, and every twentieth does it wrongly.
 * The more findings, the more there is to work out again after each key.
 */
function generatedFile(lines: number): string {
  const head = `import threading
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from shop.models import Order

engine = create_engine("sqlite:///orders.db")
Factory = sessionmaker(bind=engine)
`;
  const parts = [head];
  for (let at = 0, count = head.split("\n").length; count < lines; at++) {
    const part = at % 20 === 19 ? aCommitPerRow(at) : at % 10 === 9 ? aClass(at) : aFunction(at);
    parts.push(part);
    count += part.split("\n").length - 1;
  }
  return parts.join("");
}

function aFunction(at: number): string {
  return `

def load_${at}(session: Session, numbers, factor=${at}):
    """Loads the orders of part ${at}."""
    total = 0
    found = session.scalars(select(Order).where(Order.number.in_(numbers))).all()
    for order in found:
        value = order.amount * factor
        if value > ${at % 7}:
            total += value
    done = [str(part) for part in sorted(found, key=lambda each: each.number)]
    return total, done
`;
}

function aClass(at: number): string {
  return `

class Worker${at}(threading.Thread):
    def __init__(self, numbers):
        super().__init__()
        self.numbers = numbers

    def run(self):
        with Factory() as session:
            session.add_all([Order(number=number) for number in self.numbers])
            session.commit()
`;
}

function aCommitPerRow(at: number): string {
  return `

def store_${at}(session: Session, rows):
    for row in rows:
        session.add(Order(number=row["number"], amount=row["amount"]))
        session.commit()
`;
}
