import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { Expression } from "../../syntax/python.ts";

/** What starts threads in this file, and the `run` of Thread subclasses that only other files start. */
export function threadsOf(file: FileModel): readonly Spawn[] {
  const started = file.spawns.filter(({ kind }) => kind === "thread");
  if (!file.imports("threading")) return started;
  const alone = file.classes.flatMap((info) => {
    const run = info.methods.get("run");
    if (!run || !info.bases.includes("threading.Thread")) return [];
    return started.some(({ runs }) => runs.includes(run)) ? [] : [unstarted(info.node.name, run)];
  });
  return [...started, ...alone];
}

/** Its call is none: it stands where the class has its name. */
function unstarted(name: Expression, run: FunctionInfo): Spawn {
  const { start, end, parent } = name;
  return {
    kind: "thread",
    form: "thread-subclass",
    call: { kind: "Call", callee: name, args: [], keywords: [], argsStart: end, start, end, parent },
    target: name,
    runs: [run],
    runsImported: [],
    arguments: [],
    fanOut: undefined,
    loop: undefined,
    sequential: false,
    workers: undefined,
    green: false,
    fresh: false,
  };
}
